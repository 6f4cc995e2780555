def train_2d(trainer, steps=20, start=(-5.0, -2.0)):
    now = (*start, 0, 0)
    walk = [now[:2]]
    while len(walk) <= steps:
        now = trainer(*now)
        walk.append((now[0], now[1]))
    return walk
