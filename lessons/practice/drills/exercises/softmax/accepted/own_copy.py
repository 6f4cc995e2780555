def softmax(X):
    Z = X.clone()
    Z -= X.max(dim=1, keepdim=True).values
    Z.exp_()
    return Z.div(Z.sum(dim=1, keepdim=True))
