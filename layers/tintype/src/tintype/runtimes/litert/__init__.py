"""LiteRT (TensorFlow Lite) through its C API: its Python packages need NumPy, which takes 50 ms to import."""
