def conjugate_gradient(H, b, x0, steps):
    x = x0.clone()
    r = b - H.mv(x)
    d = r.clone()
    xs = [x.clone()]
    for _ in range(steps):
        if r.norm() == 0:
            xs.append(x.clone())
            continue
        Hd = H.mv(d)
        t = r.dot(d) / d.dot(Hd)
        x += t * d
        old = r
        r = r - t * Hd
        beta = r.dot(r - old) / old.dot(old)
        d = r + beta * d
        xs.append(x.clone())
    return xs
