// Photos in a form: their names are shown, and a large one is made smaller before it goes over a slow line.
(() => {
  "use strict";

  const WORTH_SHRINKING = 700 * 1024;

  const smaller = async (file, side) => {
    if (file.size < WORTH_SHRINKING) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const scale = Math.min(1, side / Math.max(picture.width, picture.height));
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise((done) => { canvas.toBlob(done, "image/jpeg", 0.85); });
      if (!blob || blob.size >= file.size) return file;
      return new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" });
    } catch (error) {
      return file; // not a picture this browser can read: the server says what is wrong with it
    }
  };

  const show = (input) => {
    const line = input.closest(".photo-input")?.querySelector("[data-photo-names]");
    if (line) line.textContent = [...input.files].map((file) => file.name).join(", ");
  };

  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches?.('input[type="file"][data-shrink]')) return;
    show(input);
    const made = await Promise.all([...input.files].map((file) => smaller(file, Number(input.dataset.shrink))));
    const carrier = new DataTransfer();
    made.forEach((file) => carrier.items.add(file));
    input.files = carrier.files;
    show(input);
  });
})();
