def second_difference(f, x, eps):
    middle = f(x)
    x += eps
    right = f(x)
    x -= 2 * eps
    left = f(x)
    x += eps
    return (right - 2 * middle + left) / eps**2
