def conjugate_gradient(H, b, x0, steps):
    x = x0
    xs = [x]
    r = b - H @ x
    d = r
    for _ in range(steps):
        if r.sum() != 0:
            rr = r @ r
            Hd = H @ d
            t = rr / (d @ Hd)
            x = x + t * d
            r = r - t * Hd
            d = r + (r @ r) / rr * d
        xs.append(x)
    return xs
