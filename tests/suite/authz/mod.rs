//! Who may do what, over every route that there is: the route table against every kind of caller.
//! `fixtures` has a real request for each route; a route without one fails here.

mod doors;
mod fixtures;
mod imports;
mod matrix;
