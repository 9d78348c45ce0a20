"""Drug tests of one session, entered in a grid."""
