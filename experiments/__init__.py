"""Design experiments, run the model in them, store what comes out, and show it."""
