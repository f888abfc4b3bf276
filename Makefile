# Every target is a function in make.py; this file only passes the word on.
# PYTHON chooses the Python to begin with, ARGS goes to the tool behind a target: make test ARGS='-k trust'

PYTHON ?= python3
ARGS ?=

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test verify check bench profile lock clean

help demo test verify check bench profile lock clean:
	@$(PYTHON) make.py $@ $(ARGS)
