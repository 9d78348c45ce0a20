"""Visits of one day, entered in a grid."""
