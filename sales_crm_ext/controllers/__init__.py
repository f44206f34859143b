from . import export, names
