def conjugate_gradient(H, b, x0, steps):
    """Makes each new direction conjugate to all of the old ones."""
    xs = [x0]
    directions = []
    for _ in range(steps):
        x = xs[-1]
        r = b - H @ x
        d = r
        for old in directions:
            d = d - (d @ H @ old) / (old @ H @ old) * old
        if r.abs().max() == 0:
            xs.append(x)
            continue
        directions.append(d)
        xs.append(x + (r @ d) / (d @ H @ d) * d)
    return xs
