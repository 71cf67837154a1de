"""Which class each pixel of an image belongs to: found, counted, written as runs, outlines and pictures.

A *label image* has mode ``"L"``, each pixel being the index of its class; class 0 is the background. All of it is
Pillow's and Python's own, so that no answer waits for NumPy.
"""
