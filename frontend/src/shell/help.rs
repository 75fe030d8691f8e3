//! All keys on one card.

use crate::{
    components::{Dialog, DialogShape, Keys},
    i18n::use_i18n,
};
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct HelpProps {
    pub onclose: Callback<()>,
}

#[component]
pub fn Help(props: &HelpProps) -> Html {
    let i18n = use_i18n();
    let k = &i18n.t.keys;
    let group = |title: &'static str, rows: &[(&'static str, &'static str)]| {
        let row = |(keys, text): &(&'static str, &'static str)| {
            html! { <div class="key-row"><dt>{ *text }</dt><dd><Keys keys={*keys} /></dd></div> }
        };
        html! {
            <section class="key-group">
                <h3>{ title }</h3>
                <dl>{ for rows.iter().map(row) }</dl>
            </section>
        }
    };
    html! {
        <Dialog title={i18n.t.nav.keyboard} shape={DialogShape::Wide} onclose={props.onclose.clone()}>
        <div class="key-help">
            { group(k.everywhere, &[
                ("Ctrl K", k.search), ("C", k.create), ("Shift C", k.create_company), ("?", k.help),
                ("G H", k.go_home), ("G C", k.go_contacts), ("G O", k.go_companies),
                ("G I", k.go_imports),
                ("G B", k.go_bin), ("G S", k.go_settings), ("Ctrl S", i18n.t.own.save),
                ("Esc", k.close),
                ("Ctrl ↵", k.submit),
            ]) }
            { group(k.lists, &[
                ("J", k.next), ("K", k.previous), ("↵", k.open), ("X", k.select),
                ("Ctrl A", k.select_all), ("#", k.delete), ("F", k.filter),
            ]) }
            { group(k.records, &[("N", k.note), ("Ctrl F", i18n.t.own.find), ("J", k.next), ("K", k.previous)]) }
        </div>
        </Dialog>
    }
}
