"""Scenes that never were: subjects on the backgrounds of photographs, so that both the image and its mask are known.

Whatever tells that a subject was put there (its sharp edge, its own light and grain) would be learnt instead of the
subject. So edges are softened by other amounts each time, subjects get other light or some of the background's,
shadows fall, the whole scene gets noise and the traces of JPEG; and pieces of other backgrounds, put there in the same
way, are no subjects (Dwibedi et al. 2017, https://arxiv.org/abs/1708.01642, found that such artefacts matter).
"""
