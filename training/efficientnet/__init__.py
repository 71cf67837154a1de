"""EfficientNet-Lite0 with the weights that Google trained on ImageNet, from a package of PyTorch weights."""
