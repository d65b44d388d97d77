"""Warm kernels: forked from a parent that has everything loaded; real ipykernels all the same."""
