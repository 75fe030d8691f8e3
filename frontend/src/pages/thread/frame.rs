//! A mail's HTML body. It lives at an address of its own, in a frame that may neither run scripts nor
//! leave its box (allow-scripts must never stand here); the frame is as high as what is in it.

use crate::{api, components::Button, i18n::use_i18n};
use shared::ids::MessageId;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{HtmlElement, HtmlIFrameElement, ResizeObserver};
use yew::prelude::*;

/// What the frame may do. The server sends the same as a header.
const SANDBOX: &str = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
/// Room for a horizontal bar below wide mails.
const BAR_PX: i32 = 16;
/// Higher mails scroll inside.
const HEIGHT_MAX_PX: i32 = 20_000;

#[derive(Properties, PartialEq)]
pub struct MailFrameProps {
    pub id: MessageId,
    /// What the frame is called, for people who listen.
    pub title: String,
    pub has_remote_images: bool,
}

#[component]
pub fn MailFrame(props: &MailFrameProps) -> Html {
    let i18n = use_i18n();
    let with_images = use_state_eq(|| false);
    let node = use_node_ref();
    let loaded = use_state(|| 0_u32);
    let height = use_content_height(node.clone(), *loaded);
    let onload = {
        let loaded = loaded.clone();
        Callback::from(move |_: Event| loaded.set(*loaded + 1))
    };
    let show = {
        let with_images = with_images.setter();
        Callback::from(move |()| with_images.set(true))
    };
    html! {
        <>
            if props.has_remote_images && !*with_images {
                <div class="mail-bar" role="status">
                    <crate::components::Icon name={crate::components::IconName::Image} />
                    <span class="grow">{ i18n.t.thread.images_blocked }</span>
                    <Button label={i18n.t.thread.show_images} small=true onclick={show} />
                </div>
            }
            <iframe ref={node} class="mail-frame" sandbox={SANDBOX} title={props.title.clone()}
                src={api::messages::html_url(props.id, *with_images)} {onload}
                referrerpolicy="no-referrer" style={format!("height: {height}px")}></iframe>
        </>
    }
}

/// The height of what the frame shows, as it changes.
#[hook]
fn use_content_height(node: NodeRef, loaded: u32) -> i32 {
    const FIRST_PX: i32 = 160;
    let height = use_state_eq(|| FIRST_PX);
    {
        let height = height.setter();
        use_effect_with(loaded, move |_| {
            let body = node
                .cast::<HtmlIFrameElement>()
                .and_then(|frame| frame.content_document())
                .and_then(|document| document.body());
            let measure = {
                let body = body.clone();
                move || {
                    if let Some(body) = &body {
                        let wanted = content_px(body) + BAR_PX;
                        height.set(wanted.min(HEIGHT_MAX_PX));
                    }
                }
            };
            measure();
            let closure = Closure::<dyn FnMut()>::new(measure);
            let observer = ResizeObserver::new(closure.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(body)) = (&observer, &body) {
                observer.observe(body);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(closure);
            }
        });
    }
    *height
}

/// The body's own height: the document's is never less than the frame's.
fn content_px(body: &HtmlElement) -> i32 {
    let margins = body.offset_top().max(8) * 2;
    body.scroll_height().max(body.offset_height()) + margins
}
