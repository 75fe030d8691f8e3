//! Filing, item by item.
