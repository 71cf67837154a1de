"""What can go wrong when a model is brought along, for its owner to mend.

ModelImportError
├── SourceError              no model that can be read, or one that is not safe to read
├── InterfaceError           takes or gives something else than one image and one score for each label
├── UnknownError             what cannot be found out and has to be said by an option, which the message names
├── PhotographsError         no images to compare with
├── NotConvertibleError      LiteRT lacks what the model does
├── MismatchError            the converted file does not answer as the original does
└── PrecisionError           the precision that was asked for loses too much
"""

from __future__ import annotations

from workbench.errors import WorkbenchError


class ModelImportError(WorkbenchError):
    """The root: expected, received, and how to mend it."""


class SourceError(ModelImportError):
    """A file or folder is no model that can be read, or one that is not safe to read."""


class InterfaceError(ModelImportError):
    """The model takes or gives something else than one image and one score for each label."""


class UnknownError(ModelImportError):
    """Something cannot be found out from the model; the message names the option that says it."""


class PhotographsError(ModelImportError):
    """There are no images to compare the converted file with the original on."""


class NotConvertibleError(ModelImportError):
    """The model does something that LiteRT's own operators do not."""


class MismatchError(ModelImportError):
    """The converted file does not answer as the original does."""


class PrecisionError(ModelImportError):
    """The precision that was asked for could not be made, or loses more than the tolerance."""
