from . import export, names, portal
