//! Components as they come out, rendered natively without a browser (effects do not run).

use super::*;
use shared::api::search::Mark;
use yew::LocalServerRenderer;

fn render<C>(props: C::Properties) -> String
where
    C: BaseComponent,
{
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let renderer = LocalServerRenderer::<C>::with_props(props).hydratable(false);
    runtime.block_on(renderer.render())
}

fn list(total: usize) -> String {
    render::<VirtualList>(yew::props!(virtual_list::VirtualListProps {
        label: "Contacts",
        total,
        id: "list",
        head: Html::default(),
        columns_class: "cols",
        row: Callback::from(|number: usize| html! { <b>{ number }</b> }),
        is_selected: Callback::from(|number: usize| number == 2),
        cursor: Some(1),
        onkey: Callback::noop(),
        onclick: Callback::noop(),
        onrange: Callback::noop(),
    }))
}

#[test]
fn a_list_of_any_length_holds_a_screenful() {
    let html = list(100_000);
    let rows = html.matches("vlist-line").count();
    assert!((20..60).contains(&rows), "{rows}");
    assert!(html.contains(r#"aria-rowcount="100001""#));
    assert!(html.contains("height: 3600000px"));
}

#[test]
fn a_list_says_where_the_keyboard_is_and_what_is_selected() {
    let html = list(5);
    assert_eq!(html.matches("vlist-line").count(), 5);
    assert!(html.contains(r#"aria-activedescendant="list-1""#));
    assert_eq!(html.matches(r#"aria-selected="true""#).count(), 1);
}

#[test]
fn marked_words_are_marked_and_markup_stays_text() {
    let html = render::<MarkedText>(yew::props!(marked_text::MarkedTextProps {
        text: "<i>Ana</i> López",
        marks: vec![Mark(11, 14)],
    }));
    assert_eq!(html, "&lt;i&gt;Ana&lt;/i&gt; <mark>Lóp</mark>ez");
}

#[test]
fn what_is_wrong_with_a_field_is_tied_to_it() {
    let html = render::<TextField>(yew::props!(field::TextFieldProps {
        label: "E-mail",
        value: "x",
        oninput: Callback::noop(),
        error: Some("This is not an e-mail address.".to_owned()),
    }));
    let described = html.split("aria-describedby=\"").nth(1).unwrap();
    let id = described.split('"').next().unwrap();
    assert!(
        html.contains(&format!("id=\"{id}\" class=\"field-error\"")),
        "{html}"
    );
    assert!(html.contains(r#"aria-invalid="true""#));
}

#[test]
fn a_busy_button_keeps_the_focus_but_says_so() {
    let html = render::<Button>(yew::props!(button::ButtonProps {
        label: "Save",
        busy: true,
    }));
    assert!(html.contains(r#"aria-busy="true""#));
    assert!(!html.contains("disabled"));
}
