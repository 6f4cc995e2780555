states = [0, 0]


def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    x1, x2 = start
    places = [(x1, x2)]
    for _ in range(steps):
        x1, x2, states[0], states[1] = trainer(x1, x2, *states)
        places.append((x1, x2))
    return places
