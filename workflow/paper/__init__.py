"""Paper out, and Word files back: forms to print, returned 附件3, the format check."""
