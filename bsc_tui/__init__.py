"""bsc_tui: a full-screen terminal CRM for a consulting and training company."""

__version__ = "0.1.0"
