def directional_derivative(f, x, u):
    h = 0.01
    u = u / u.norm()
    return ((f(x + h * u) - f(x)) / h).item()
