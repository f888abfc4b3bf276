"""The workshop dashboard: pull levers, see what happens and why, on a big screen, laptops and phones.

``case`` is what a screen looks at, ``live`` answers it through ``experiments.ensemble``, ``guard`` keeps the server
safe, ``frame`` is the page, and each tab is a file or a folder of its own.
"""
