"""The record kinds and the words' leaves they are made of."""
