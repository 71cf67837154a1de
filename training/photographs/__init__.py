"""Photographs to learn from and to be measured on, from packages of Debian.

Run as::

    python -m training.photographs photographs/      # or: --from FOLDER, for photographs of your own

which leaves ``photographs/train`` (29 PNG files) and ``photographs/test`` (8), at most 1,536 pixels wide or high:
reduced from their originals, which takes the traces of JPEG out of them. ``collection.json`` names each file, its
package and its SHA-256; the packages' copyright files name the photographers and licences. No photograph is part of
this repository or of a published model.
"""
