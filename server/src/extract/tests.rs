//! Files of every kind.
