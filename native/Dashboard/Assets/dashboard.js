"use strict";
(() => {
  const message = document.getElementById("message");
  let paused = false;
  let stale = false;
  let turn = 0;

  const say = (text) => {
    message.textContent = text;
  };

  // A morph keeps focus, selection and scrolling; what a person opened stays open.
  const morph = (from, to) =>
    Idiomorph.morph(from, to, {
      ignoreActiveValue: true,
      callbacks: {
        beforeAttributeUpdated: (name, node) => !(name === "open" && node.tagName === "DETAILS"),
        beforeNodeMorphed: (node) => !(node.id === "chart" || node.id === "values" || node.id === "lines"),
      },
    });

  const refresh = async (address = location.href) => {
    const mine = ++turn;
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (response.redirected && new URL(response.url).pathname === "/login") {
      location.reload();
      return;
    }

    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (mine !== turn) {
      // Somebody has gone on to another page in the meantime.
      return;
    }

    document.title = page.title;
    const main = document.getElementById("content");
    const wasChart = main.querySelector("#chart");
    const next = page.getElementById("content");
    if (wasChart && wasChart.getAttribute("aria-label") !== next.querySelector("#chart")?.getAttribute("aria-label")) {
      wasChart.replaceChildren();
      wasChart.removeAttribute("id");
    }
    morph(main, next);
    document.dispatchEvent(new Event("refreshed"));
  };

  const open = async (address) => {
    history.pushState(null, "", address);
    await refresh();
  };

  // A browser opens six connections to a server, for all its tabs together, so a page that nobody sees gives its own back.
  const whileSeen = (connect) => {
    let events = null;
    const settle = () => {
      if (document.hidden) {
        events?.close();
        events = null;
      } else {
        events ??= connect();
      }
    };
    document.addEventListener("visibilitychange", settle);
    addEventListener("pagehide", () => {
      events?.close();
      events = null;
    });
    addEventListener("pageshow", settle);
    settle();
  };

  document.querySelector(".side [aria-current]")?.scrollIntoView({ block: "nearest" });

  const live = document.body.dataset.live;
  if (live) {
    const label = document.querySelector("#pause .label");
    const look = () => {
      stale = paused;
      if (!paused) {
        refresh().catch(() => {});
      }
    };
    whileSeen(() => {
      const events = new EventSource(`/live/${live}`);
      events.addEventListener("changed", look);
      events.onopen = () => {
        document.body.classList.remove("offline");
        label.textContent = paused ? "Held" : "Live";
      };
      events.onerror = () => {
        document.body.classList.add("offline");
        label.textContent = "Offline";
      };
      return events;
    });
    const pause = document.getElementById("pause");
    pause.addEventListener("click", () => {
      paused = !paused;
      pause.setAttribute("aria-pressed", String(paused));
      label.textContent = paused ? "Held" : "Live";
      if (!paused && stale) {
        look();
      }
    });
  }

  addEventListener("popstate", () => refresh());

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-morph]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      open(link.href);
    }
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if ("auto" in form.dataset) {
      event.preventDefault();
      filter(form);
    } else if ("command" in form.dataset) {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      say(`${button.getAttribute("aria-label")} …`);
      const response = await fetch(form.action, { method: "POST", redirect: "manual" });
      say(response.type === "opaqueredirect" ? `${button.getAttribute("aria-label")}: done.` : JSON.parse(await response.text()));
      button.disabled = false;
      await refresh();
      setTimeout(() => say(""), 4000);
    }
  });

  const filter = (form) => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
    history.replaceState(null, "", `${form.getAttribute("action")}?${query}`);
    refresh();
  };
  let typing;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form) {
      clearTimeout(typing);
      typing = setTimeout(() => filter(form), event.target.type === "search" ? 250 : 0);
    }
  });

  const themes = { "": "as the system", light: "light", dark: "dark" };
  const button = document.getElementById("theme");
  const showTheme = () => {
    button.setAttribute("aria-label", `Colours: ${themes[document.documentElement.dataset.theme ?? ""]}`);
    button.title = button.getAttribute("aria-label");
  };
  showTheme();
  button.addEventListener("click", () => {
    const names = Object.keys(themes);
    const next = names[(names.indexOf(document.documentElement.dataset.theme ?? "") + 1) % names.length];
    if (next) {
      document.documentElement.dataset.theme = next;
      localStorage.setItem("theme", next);
    } else {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem("theme");
    }
    showTheme();
    document.dispatchEvent(new Event("themed"));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) {
      return;
    }

    if (event.key === "/") {
      event.preventDefault();
      document.querySelector("[data-search]")?.focus();
    } else if (event.key === "p") {
      document.getElementById("pause")?.click();
    } else if (event.key === "Escape") {
      document.querySelector("aside .close")?.click();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest("[data-row]")) {
      event.preventDefault();
      const rows = [...document.querySelectorAll("[data-row]")];
      rows[rows.indexOf(event.target.closest("[data-row]")) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    } else {
      document.querySelector(`nav a[data-key="${CSS.escape(event.key)}"]`)?.click();
    }
  });

  const lines = document.getElementById("lines");
  if (lines) {
    const most = 5000;
    const follow = document.getElementById("follow");
    const search = document.getElementById("console-filter");
    const toEnd = () => follow.checked && lines.scrollTo(0, lines.scrollHeight);
    const matches = (line) => line.textContent.toLowerCase().includes(search.value.toLowerCase());
    let last = lines.dataset.last;
    const add = (event) => {
      last = event.lastEventId;
      const added = document.createDocumentFragment();
      for (const { isError, pieces } of JSON.parse(event.data)) {
        const line = document.createElement("div");
        line.className = isError ? "error" : "";
        for (const { text, style } of pieces) {
          const piece = document.createElement("span");
          piece.className = style;
          piece.textContent = text;
          line.append(piece);
        }
        line.hidden = !matches(line);
        added.append(line);
      }
      lines.append(added);
      while (lines.childElementCount > most) {
        lines.firstElementChild.remove();
      }
      toEnd();
    };
    whileSeen(() => {
      const events = new EventSource(`${lines.dataset.stream}?after=${last}`);
      events.addEventListener("lines", add);
      return events;
    });
    search.addEventListener("input", () => {
      for (const line of lines.children) {
        line.hidden = !matches(line);
      }
      toEnd();
    });
    // Whoever scrolls up, by whatever means, wants to read there.
    lines.addEventListener("scroll", () => (follow.checked = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 40), { passive: true });
    follow.addEventListener("change", toEnd);
    toEnd();
  }
})();
