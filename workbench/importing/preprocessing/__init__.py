"""How an image becomes a brought-along model's input: found in the model where it can be, else asked for."""
