/**
 * The check page in Vietnamese.
 *
 * @module
 */

import type { CheckMessages } from "./messages.ts";

/** Vietnamese texts. */
export const checkVi: CheckMessages = {
  pageTitle: "Kiểm tra camera và kết nối",
  title: "Ở đây có gọi được không?",
  lead:
    "Biết ngay sau mười giây: camera, micro của bạn và những lối đi mà mạng của bạn để ngỏ.",
  promise:
    "Hình và tiếng chỉ ở trong trang này. Không gửi cho ai, không ghi lại gì.",
  needsScript:
    "Việc kiểm tra cần JavaScript. Hãy bật cho trang này rồi tải lại.",
  start: "Bắt đầu kiểm tra",
  again: "Kiểm tra lại",
  stop: "Tắt camera",
  toChat: "Đến trang trò chuyện",
  list: "Kết quả",
  picture: "Hình của bạn",
  meter: "Độ lớn âm thanh từ micro",
  checks: {
    camera: { name: "Camera của bạn", ok: "Chúng tôi thấy hình của bạn." },
    microphone: { name: "Micro của bạn", ok: "Chúng tôi nghe thấy bạn." },
    server: { name: "Máy chủ của chúng tôi", ok: "Có trả lời." },
    events: { name: "Tin từ máy chủ", ok: "Tin đến ngay." },
    stun: {
      name: "Đường trực tiếp",
      ok: "Mạng của bạn cho cuộc gọi đi thẳng đến người kia.",
    },
    "turn-udp": {
      name: "Chuyển tiếp qua UDP",
      ok: "Máy chủ chuyển tiếp trả lời.",
    },
    "turn-tcp": {
      name: "Chuyển tiếp qua TCP",
      ok: "Máy chủ chuyển tiếp trả lời.",
    },
    "turn-tls": {
      name: "Chuyển tiếp qua TLS",
      ok: "Máy chủ chuyển tiếp trả lời.",
    },
  },
  took: "{ms} mili giây",
  statuses: {
    idle: "Chưa kiểm tra",
    running: "Đang kiểm tra",
    ok: "Tốt",
    warning: "Cần xem",
    failed: "Không được",
    skipped: "Bỏ qua",
  },
  problems: {
    "camera-denied": {
      title: "Camera đang bị chặn.",
      text:
        "Bấm biểu tượng cạnh địa chỉ trang, cho phép camera rồi kiểm tra lại. Trên điện thoại, hãy xem cả phần trình duyệt trong cài đặt máy.",
    },
    "camera-missing": {
      title: "Không tìm thấy camera.",
      text: "Cắm hoặc bật camera rồi kiểm tra lại.",
    },
    "camera-busy": {
      title: "Chương trình khác đang dùng camera.",
      text: "Đóng các ứng dụng và thẻ gọi video khác rồi kiểm tra lại.",
    },
    "camera-dark": {
      title: "Camera đã bật nhưng không có hình.",
      text:
        "Nắp che còn đóng, hay chương trình khác đang dùng? Rút ra cắm lại, hoặc khởi động lại trình duyệt.",
    },
    "camera-unknown": {
      title: "Camera không khởi động.",
      text:
        "Trình duyệt không nói lý do. Hãy khởi động lại nó, hoặc thử trình duyệt khác.",
    },
    "microphone-denied": {
      title: "Micro đang bị chặn.",
      text:
        "Bấm biểu tượng cạnh địa chỉ trang, cho phép micro rồi kiểm tra lại. Trên điện thoại, hãy xem cả phần trình duyệt trong cài đặt máy.",
    },
    "microphone-missing": {
      title: "Không tìm thấy micro.",
      text: "Cắm hoặc bật micro rồi kiểm tra lại.",
    },
    "microphone-busy": {
      title: "Chương trình khác đang dùng micro.",
      text: "Kết thúc các cuộc gọi khác rồi kiểm tra lại.",
    },
    "microphone-silent": {
      title: "Chúng tôi không nghe thấy gì.",
      text:
        "Hãy nói gì đó. Nếu thanh vẫn đứng yên: micro có bị tắt tiếng, hay trình duyệt đang chọn micro khác?",
    },
    "microphone-unknown": {
      title: "Micro không khởi động.",
      text:
        "Trình duyệt không nói lý do. Hãy khởi động lại nó, hoặc thử trình duyệt khác.",
    },
    insecure: {
      title: "Trang này không an toàn.",
      text:
        "Trình duyệt chỉ cho trang https dùng camera và micro. Hãy xem lại địa chỉ.",
    },
    "server-unreachable": {
      title: "Không có trả lời.",
      text: "Xem lại kết nối mạng rồi kiểm tra lại.",
    },
    "server-slow": {
      title: "Trả lời chậm.",
      text:
        "Tìm người sẽ lâu hơn. Hãy lại gần bộ phát Wi-Fi, hoặc dừng các lượt tải xuống.",
    },
    "events-held-up": {
      title: "Tin bị giữ lại giữa đường.",
      text:
        "Có thể do proxy hoặc phần mềm diệt virus. Vẫn gọi được, chỉ bắt đầu chậm hơn một chút.",
    },
    "stun-blocked": {
      title: "Mạng của bạn chặn đường trực tiếp.",
      text:
        "Tường lửa công ty, trường học và một số VPN làm vậy. Khi đó cuộc gọi cần máy chủ chuyển tiếp. Hãy tắt VPN hoặc thử mạng khác.",
    },
    "relay-udp-blocked": {
      title: "Không có trả lời qua UDP.",
      text: "Mạng của bạn chặn, hoặc máy chủ chuyển tiếp đang dừng.",
    },
    "relay-tcp-blocked": {
      title: "Không có trả lời qua TCP.",
      text: "Mạng của bạn chặn, hoặc máy chủ chuyển tiếp đang dừng.",
    },
    "relay-tls-blocked": {
      title: "Không có trả lời qua TLS.",
      text:
        "Đây là lối qua được những mạng khắt khe nhất. Mạng của bạn chặn, hoặc máy chủ chuyển tiếp đang dừng.",
    },
    "relay-refused": {
      title: "Máy chủ chuyển tiếp từ chối.",
      text:
        "Thông tin đăng nhập sai hoặc quá hạn. Đó là lỗi của chúng tôi, không phải của bạn: hãy tải lại trang, và báo cho chúng tôi nếu vẫn vậy.",
    },
    "relay-full": {
      title: "Máy chủ chuyển tiếp đã đầy.",
      text: "Quá nhiều cuộc gọi đi qua đó. Hãy thử lại sau ít lâu.",
    },
    "no-stun": {
      title: "Trang này không có máy chủ cho việc đó.",
      text: "Chỉ gọi được trong cùng một mạng, hoặc qua máy chủ chuyển tiếp.",
    },
    "no-relay": {
      title: "Trang này không có máy chủ chuyển tiếp loại đó.",
      text: "Bạn không cần làm gì.",
    },
    "server-unused": {
      title: "Trình duyệt này không hỏi máy chủ đó.",
      text:
        "Trình duyệt chặn cổng của máy chủ nên chúng tôi không biết lối này có mở không. Hãy thử trình duyệt khác.",
    },
    unsupported: {
      title: "Trình duyệt này không gọi được.",
      text:
        "Nó không có chức năng gọi video, hoặc đã bị tắt. Hãy thử trình duyệt mới hơn.",
    },
  },
  verdicts: {
    idle: {
      title: "Sẵn sàng",
      text: "Trình duyệt sẽ hỏi quyền dùng camera và micro. Hãy đồng ý.",
    },
    running: { title: "Đang kiểm tra", text: "Trong lúc chờ, hãy nói gì đó." },
    good: { title: "Mọi thứ đều tốt", text: "Từ đây gọi được." },
    impaired: {
      title: "Gọi được, nhưng chưa hoàn hảo",
      text: "Xem những mục được đánh dấu bên dưới.",
    },
    "relay-only": {
      title: "Gọi được, qua máy chủ chuyển tiếp",
      text:
        "Mạng của bạn chặn đường trực tiếp nhưng không chặn máy chủ chuyển tiếp. Hình có thể đến chậm một chút.",
    },
    "direct-only": {
      title: "Phần lớn cuộc gọi sẽ được",
      text:
        "Đường trực tiếp để ngỏ. Khi mạng của người kia khắt khe, cuộc gọi sẽ hỏng vì không đến được máy chủ chuyển tiếp.",
    },
    uncertain: {
      title: "Chưa rõ có gọi được không",
      text:
        "Trình duyệt này không cho chúng tôi thử mọi lối. Hãy gọi thử, hoặc kiểm tra bằng trình duyệt khác.",
    },
    "no-device": {
      title: "Chưa gọi được",
      text: "Cần có camera hoặc micro. Xem bên dưới để biết phải làm gì.",
    },
    "no-server": {
      title: "Không gọi được: không đến được máy chủ",
      text: "Có thể bạn đang ngoại tuyến, hoặc máy chủ đang dừng.",
    },
    "no-relay": {
      title: "Hiện chưa gọi được",
      text:
        "Mạng của bạn chặn đường trực tiếp, còn máy chủ chuyển tiếp của chúng tôi không nhận bạn. Hãy thử mạng khác hoặc quay lại sau.",
    },
    "no-path": {
      title: "Không gọi được từ mạng này",
      text:
        "Mạng không cho đi trực tiếp, cũng không cho qua máy chủ chuyển tiếp. Hãy thử mạng khác, ví dụ mạng điện thoại.",
    },
  },
};
