def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    now = (*start, 0, 0)
    places = [now]
    for _ in range(steps):
        now = trainer(*now)
        places.append(now)
    return places
