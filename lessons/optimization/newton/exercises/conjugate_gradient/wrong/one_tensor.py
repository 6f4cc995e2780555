def conjugate_gradient(H, b, x0, steps):
    x = x0.clone()
    r = b - H @ x
    d = r
    xs = [x]
    for _ in range(steps):
        rr = r @ r
        if rr > 0:
            Hd = H @ d
            t = rr / (d @ Hd)
            x += t * d
            new = r - t * Hd
            d = new + (new @ new) / rr * d
            r = new
        xs.append(x)
    return xs
