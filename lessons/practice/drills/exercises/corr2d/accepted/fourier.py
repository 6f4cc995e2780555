import torch


def corr2d(X, K):
    h, w = K.shape
    spectrum = torch.fft.rfft2(X) * torch.fft.rfft2(K, s=X.shape).conj()
    Y = torch.fft.irfft2(spectrum, s=X.shape)
    return Y[: X.shape[0] - h + 1, : X.shape[1] - w + 1]
