"""Cases for BatchNorm, the layer."""

import io

import torch

from tutor.grading import case, close, draw, equivalent, fill, forbid, require

forbid("torch.nn.functional.batch_norm")

torchs = torch.nn.functional.batch_norm  # torch's own, before any solution is loaded
STATE = ("gamma", "beta", "moving_mean", "moving_var")
ROUNDED = 1e-4  # a mean in float32 is off a little, and sums of gradients add that up
equivalent(
    """\
-        self.register_buffer("moving_mean", torch.zeros(shape))
-        self.register_buffer("moving_var", torch.ones(shape))
+        self.register_buffer('moving_var', torch.ones(shape))
+        self.register_buffer('moving_mean', torch.zeros(shape))""",
    because="buffers are found by their names, in whichever order they were registered",
)


def state_of(net):
    """The four tensors that the layer must save, by name."""
    state = net.state_dict()
    for name in STATE:
        require(name in state, f"`{name}` is not in the state_dict: it is lost with the program.")
    return state


def all_double(net, when):
    for name in STATE:
        value = getattr(net, name, None)
        require(isinstance(value, torch.Tensor), f"The layer has no tensor `{name}`.")
        dtype = str(value.dtype).removeprefix("torch.")
        require(dtype == "float64", f"{when} `{name}` is {dtype}.")


def trained(net, *shape, steps=2):
    """The layer after some batches, each around another place and of another spread."""
    net.train()
    for k in range(steps):
        net(draw(*shape, low=k - 1, high=2 * k + 2))
    return net


@case
def what_it_holds(mine):
    """Names, shapes and first values of what the layer holds"""
    for num_dims, shape in ((2, (1, 3)), (4, (1, 3, 1, 1))):
        net = mine.BatchNorm(3, num_dims)
        state, learned = state_of(net), dict(net.named_parameters())
        names = " and ".join(f"`{name}`" for name in sorted(learned)) or "nothing"
        require(set(learned) == {"gamma", "beta"}, f"`gamma` and `beta` learn; here {names}.")
        for name, value in zip(STATE, (1.0, 0.0, 0.0, 1.0), strict=True):
            want = torch.full(shape, value)
            close(state[name], want, f"`{name}` must begin as {value:g}, of shape {shape}.")
        require(all(p.requires_grad for p in learned.values()), "A parameter can't be trained.")


@case
def by_hand(mine):
    """The example of the statement"""
    net = mine.BatchNorm(2, 2)
    Y = net(torch.tensor([[1.0, 10.0], [5.0, 30.0]]))
    close(Y, torch.tensor([[-1.0, -1.0], [1.0, 1.0]]), "Work it out by hand.")
    mean = state_of(net)["moving_mean"]
    close(mean, torch.tensor([[0.3, 2.0]]), "A tenth of the means 3 and 20 is in the average now.")


@case(tolerance=ROUNDED, also=("noncontiguous", "eval", "zeros", "large"))
def a_table(mine):
    """Seven examples, five features, two batches, then an evaluation"""
    net = fill(mine.BatchNorm(5, 2))
    for k in range(2):
        net(draw(7, 5, low=-k, high=2 + k, grad=True))
    net.eval()
    for n in (1, 4):
        net(draw(n, 5, low=-2, high=3, grad=True))


@case(tolerance=ROUNDED, also=("noncontiguous", "single"))
def images(mine):
    """Images of three channels, as wide as there are channels, against torch's own"""
    net = fill(mine.BatchNorm(3, 4))
    for _ in range(2):
        X = draw(4, 3, 2, 3, low=-1, high=3, grad=True)
        Y = net(X)
        weight, bias = net.gamma.flatten(), net.beta.flatten()
        close(Y, torchs(X, None, None, weight, bias, True), "torch's own layer differs.")
    net.eval()
    net(draw(2, 3, 4, 2, grad=True))


@case
def double_precision(mine):
    """After .double(), float64 throughout; four features, four channels, a single one"""
    for c, num_dims, rest in ((4, 2, ()), (4, 4, (3, 2)), (1, 4, (3, 2))):
        net = fill(mine.BatchNorm(c, num_dims).double())
        all_double(net, "After .double()")
        for _ in range(2):
            Y = net(draw(5, c, *rest, low=1, high=3, grad=True, dtype=torch.float64))
            require(Y.dtype == torch.float64, "The layer is .double(), but not its result.")
        all_double(net, "After .double() and two batches")
        net.eval()
        net(draw(2, c, *rest, grad=True, dtype=torch.float64))


@case
def averages_by_formula(mine):
    """The same batch three times: the moving mean by a formula"""
    net, X = mine.BatchNorm(3, 2), draw(6, 3, low=2, high=5)
    for k in range(1, 4):
        net(X)
        expected = (1 - 0.9**k) * X.mean(dim=0, keepdim=True)
        close(state_of(net)["moving_mean"], expected, "It keeps 0.9 of itself at each batch.")


@case
def before_training(mine):
    """Evaluation before any training hardly changes a thing"""
    net, X = mine.BatchNorm(4, 2), draw(5, 4, low=-3, high=3)
    net.eval()
    close(net(X), X / (1 + 1e-5) ** 0.5, "With mean 0 and variance 1 there is nothing to do.")


@case(tolerance=ROUNDED)
def each_for_itself(mine):
    """Evaluation: an example's result doesn't depend on the others"""
    net = trained(mine.BatchNorm(3, 2), 6, 3)
    net.eval()
    X = draw(4, 3, low=2, high=5)
    Y = net(X)
    close(net(X[1:2]), Y[1:2], "In evaluation an example's result depends on the others.")


@case(tolerance=ROUNDED)
def to_and_fro(mine):
    """Training, evaluation, training again; only training moves the averages"""
    net = trained(mine.BatchNorm(3, 2), 6, 3)
    net.eval()
    kept = {name: value.clone() for name, value in state_of(net).items()}
    X = draw(4, 3, low=2, high=5)
    net(X)
    for name in ("moving_mean", "moving_var"):
        close(state_of(net)[name], kept[name], f"Evaluation changes `{name}`.")
    net.train()
    net(X)
    net.eval()
    net(X)


@case(tolerance=ROUNDED)
def autograd_says_nothing(mine):
    """Training without autograd, evaluation with it"""
    net = mine.BatchNorm(2, 2)
    with torch.no_grad():
        net(draw(6, 2, low=1, high=3))
    net.eval()
    net(draw(3, 2, grad=True))


@case(tolerance=ROUNDED)
def saved_and_loaded(mine):
    """Trained, saved, loaded into a new layer: the same results"""
    for num_dims, shape in ((2, (6, 3)), (4, (4, 3, 2, 5))):
        net = fill(trained(mine.BatchNorm(3, num_dims), *shape))
        file = io.BytesIO()
        torch.save(state_of(net), file)
        file.seek(0)
        other = mine.BatchNorm(3, num_dims)
        other.load_state_dict(torch.load(file))
        net.eval()
        other.eval()
        X = draw(*shape)
        close(other(X), net(X), "What was loaded isn't all that makes up the result.")


@case(tolerance=ROUNDED)
def apart(mine):
    """Two layers, trained in turn, know nothing of one another"""
    one, two = mine.BatchNorm(3, 2), mine.BatchNorm(3, 2)
    for k in range(2):
        one(draw(5, 3, low=2 + k, high=6))
        two(draw(5, 3, low=-6, high=-2 - k))
    one.eval()
    two.eval()
    X = draw(4, 3)
    one(X)
    two(X)


@case(tolerance=ROUNDED)
def no_graph_is_kept(mine):
    """Two batches, each with its way back; the averages carry no graph"""
    net = fill(mine.BatchNorm(3, 2))
    for _ in range(2):
        Y = net(draw(5, 3, low=1, high=4, grad=True))
        (Y * draw(5, 3)).sum().backward()
        for name in ("moving_mean", "moving_var"):
            value = getattr(net, name, None)
            require(isinstance(value, torch.Tensor), f"The layer has no tensor `{name}`.")
            require(not value.requires_grad, f"`{name}` carries a graph, or asks for a gradient.")


@case(tolerance=ROUNDED)
def in_a_network(mine):
    """Between two other layers; the network is put into evaluation as a whole"""
    first, norm = torch.nn.Linear(4, 3), mine.BatchNorm(3, 2)
    net = torch.nn.Sequential(fill(first), norm, torch.nn.ReLU())
    for _ in range(2):
        Y = net(draw(6, 4, low=-1, high=3))
        Y.sum().backward()
    require(norm.gamma.grad is not None, "No gradient comes to `gamma`.")
    net.eval()
    net(draw(2, 4))
