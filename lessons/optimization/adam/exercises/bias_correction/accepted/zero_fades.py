import math


def bias_correction(v, beta, t):
    left_of_zero = math.prod([beta] * t)
    return v * (1 / (1 - left_of_zero))
