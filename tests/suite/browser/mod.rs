//! Driving the app in a real Chromium. `webdriver` speaks the protocol, `page` is what scenarios
//! use, `axe` judges accessibility, `asked` types queries; scenarios are the other modules. One
//! browser at a time: two of them on two cores only make each other late.

#![allow(dead_code, unused_imports, reason = "scenarios use what they need")]

mod asked;
mod axe;
mod companies;
mod every_page;
mod fields;
mod finding;
mod languages;
mod lists;
mod main_job;
mod page;
mod parts;
mod phone;
mod query;
mod ranking;
mod real;
mod searching;
mod start;
mod trust;
mod webdriver;

pub use page::{Page, keys};
pub use webdriver::{Look, Screen, Theme};
