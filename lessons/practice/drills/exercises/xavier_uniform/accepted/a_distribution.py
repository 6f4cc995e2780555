import math

from torch.distributions import Uniform


def xavier_uniform(fan_in, fan_out):
    bound = math.sqrt(6 / (fan_in + fan_out))
    return Uniform(-bound, bound).sample((fan_out, fan_in))
