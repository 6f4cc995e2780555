import torch


def directional_derivative(f, x, u):
    """f on the line through x, as a function of one number."""
    way = u / torch.linalg.norm(u)
    t = torch.zeros((), dtype=x.dtype, requires_grad=True)
    height = f(x.detach() + t * way)
    height.backward(inputs=[t])
    return t.grad.item()
