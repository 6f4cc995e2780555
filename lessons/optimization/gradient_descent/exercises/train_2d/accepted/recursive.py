def train_2d(trainer, steps=20, start=(-5.0, -2.0), states=(0, 0)):
    if steps == 0:
        return [tuple(start)]
    x1, x2, *states = trainer(*start, *states)
    return [tuple(start), *train_2d(trainer, steps - 1, (x1, x2), states)]
