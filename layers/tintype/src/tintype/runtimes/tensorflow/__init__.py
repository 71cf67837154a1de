"""TensorFlow, for models that LiteRT cannot run; it lives in a container image (template-tensorflow.yaml)."""
