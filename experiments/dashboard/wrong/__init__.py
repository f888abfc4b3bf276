"""The tab "What if we are wrong?": what the answer hangs on, when it turns, and what one would regret least."""
