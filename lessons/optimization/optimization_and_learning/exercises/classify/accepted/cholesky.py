import torch


def classify(H):
    H = H.double()
    eye = torch.eye(len(H), dtype=H.dtype)
    zero = 1e-5 * torch.linalg.matrix_norm(H, ord=2)

    def all_up(A):
        return torch.linalg.cholesky_ex(A).info == 0

    if zero > 0 and all_up(H - zero * eye):
        return "min"
    if zero > 0 and all_up(-H - zero * eye):
        return "max"
    some_down = not all_up(H + zero * eye)
    some_up = not all_up(-H + zero * eye)
    if zero > 0 and some_up and some_down:
        return "saddle"
    return "undecided"
