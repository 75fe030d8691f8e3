//! The outline icons. Their paths stand in one sprite (assets/icons/sprite.svg) that the page holds;
//! this names them. The test below holds both together.

use yew::prelude::*;

macro_rules! icons {
    ($($name:ident = $id:literal,)+) => {
        /// An icon of the sprite.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum IconName {
            $($name,)+
        }

        impl IconName {
            /// Every icon, for the gallery and the test.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The id of its symbol.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)+
                }
            }
        }
    };
}

icons! {
    Search = "i-search",
    Home = "i-home",
    Contacts = "i-contacts",
    Contact = "i-contact",
    Company = "i-company",
    Import = "i-import",
    Bin = "i-bin",
    Settings = "i-settings",
    Plus = "i-plus",
    Close = "i-close",
    Check = "i-check",
    ChevronDown = "i-chevron-down",
    ChevronRight = "i-chevron-right",
    ChevronLeft = "i-chevron-left",
    ArrowUp = "i-arrow-up",
    ArrowDown = "i-arrow-down",
    ArrowLeft = "i-arrow-left",
    ArrowRight = "i-arrow-right",
    Enter = "i-enter",
    More = "i-more",
    Menu = "i-menu",
    Mail = "i-mail",
    Note = "i-note",
    Phone = "i-phone",
    Clip = "i-clip",
    Lock = "i-lock",
    Pencil = "i-pencil",
    Undo = "i-undo",
    Restore = "i-restore",
    Filter = "i-filter",
    Sun = "i-sun",
    Moon = "i-moon",
    Monitor = "i-monitor",
    Globe = "i-globe",
    Keyboard = "i-keyboard",
    LogOut = "i-log-out",
    Alert = "i-alert",
    Info = "i-info",
    Upload = "i-upload",
    Folder = "i-folder",
    File = "i-file",
    Image = "i-image",
    Quote = "i-quote",
    Link = "i-link",
    Tag = "i-tag",
    Clock = "i-clock",
    Eye = "i-eye",
    EyeOff = "i-eye-off",
    Sparkles = "i-sparkles",
    Shield = "i-shield",
    Users = "i-users",
    External = "i-external",
    Bold = "i-bold",
    Italic = "i-italic",
    List = "i-list",
    Copy = "i-copy",
    Database = "i-database",
    Inbox = "i-inbox",
    UserPlus = "i-user-plus",
    Palette = "i-palette",
    Bell = "i-bell",
    Bookmark = "i-bookmark",
    Sort = "i-sort",
}

#[derive(Properties, PartialEq)]
pub struct IconProps {
    pub name: IconName,
    /// 16 beside text, 20 alone.
    #[prop_or(16)]
    pub size: u32,
}

/// A picture that says nothing by itself: whoever shows it alone gives the control a label.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let size = props.size.to_string();
    html! {
        <svg class="icon" width={size.clone()} height={size} aria-hidden="true">
            <use href={format!("#{}", props.name.id())} />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sprite_holds_exactly_these_icons() {
        let sprite = include_str!("../../../assets/icons/sprite.svg");
        assert_eq!(sprite.matches("<symbol ").count(), IconName::ALL.len());
        for name in IconName::ALL {
            assert!(
                sprite.contains(&format!("id=\"{}\"", name.id())),
                "{name:?}"
            );
        }
    }
}
