/**
 * The site in Vietnamese.
 *
 * @module
 */

import type { Catalogue } from "./catalogue.ts";
import { vi as landing } from "./landing/vi.ts";

/** Vietnamese texts. */
export const vi: Catalogue = {
  common: {
    tagline: "Gặp gỡ người mới, mặt đối mặt",
    description:
      "Trò chuyện video ngẫu nhiên một-một ngay trên trình duyệt. Không tài khoản, không cài ứng dụng: bấm Bắt đầu là nói chuyện.",
    startChatting: "Bắt đầu trò chuyện",
    home: "Trang chủ",
    terms: "Điều khoản",
    privacy: "Quyền riêng tư",
    check: "Kiểm tra camera và kết nối",
    language: "Ngôn ngữ",
    skipToContent: "Tới nội dung chính",
    adultsOnly: "Dành cho người từ 18 tuổi",
  },
  landing,
  chat: {
    pageTitle: "Trò chuyện",
    previewFirst: "Xem hình của bạn trước",
    needsScript:
      "Cuộc gọi video cần JavaScript. Hãy bật JavaScript cho trang này rồi tải lại.",
    intro: {
      title: "Gặp một người mới",
      text: "Chỉ một lần bấm là hai bạn thấy nhau.",
      expect: [
        "Trình duyệt sẽ xin quyền dùng camera và micro. Người kia sẽ thấy và nghe bạn ngay.",
        "Video đi thẳng giữa hai trình duyệt. Không có gì bị ghi lại.",
        "Không hợp chuyện? Bấm Tiếp để gặp người khác, bấm Dừng để kết thúc.",
      ],
    },
    gate: {
      title: "Trước khi bắt đầu",
      text:
        "Bạn sắp gặp trực tiếp người lạ. Hãy lịch sự, ăn mặc kín đáo, và bấm Tiếp bất cứ lúc nào bạn muốn.",
      rules: "Parley dành cho người lớn. Khi tiếp tục, bạn chấp nhận {terms}.",
      rulesLink: "quy tắc và điều khoản",
      accept: "Tôi đã đủ 18 tuổi",
      decline: "Để sau",
      ageCheck:
        "Chúng tôi phải biết chắc bạn là người lớn. Một dịch vụ đáng tin cậy kiểm tra việc đó và chỉ báo cho chúng tôi có hay không.",
      ageUnknown:
        "Chúng tôi chưa thể xác nhận bạn là người lớn. Bạn có thể thử lại.",
      acceptAndCheck: "Tiếp tục và xác nhận tuổi",
    },
    notServed: {
      title: "Chưa có ở nơi bạn ở",
      text: "Parley không phục vụ tại quốc gia của bạn.",
    },
    status: {
      idle: "Sẵn sàng khi bạn muốn",
      offline: "Đang chờ mạng",
      "requesting-media": "Đang chờ camera của bạn",
      "media-error": "Chưa có camera",
      waiting: "Đang tìm người cho bạn",
      connecting: "Đã tìm thấy, đang kết nối",
      live: "Đã kết nối",
      unreachable: "Mất kết nối, vẫn đang tìm",
      reconnecting: "Đang kết nối lại",
      "peer-reconnecting": "Bên kia đang kết nối lại",
      "peer-left": "Người kia đã rời đi",
      failed: "Chưa kết nối được",
      "other-tab": "Đang trò chuyện ở thẻ khác",
      stopped: "Bạn đã rời cuộc trò chuyện",
    },
    waitingHint: "Có thể mất một lát. Tranh thủ chỉnh lại tóc nhé.",
    preferenceHint: "Ai có chung sở thích hoặc ngôn ngữ với bạn được ưu tiên.",
    preferenceOverHint:
      "Hiện chưa ai có chung sở thích hoặc ngôn ngữ với bạn: ai phù hợp sẽ là người tiếp theo.",
    nobodyElseHint:
      "Chưa có ai khác ở đây. Nếu vẫn vậy, hai bạn sẽ gặp lại nhau.",
    offlineHint:
      "Chưa kết nối được với máy chủ. Khi máy chủ trả lời, việc tìm kiếm sẽ tự tiếp tục.",
    reconnecting: {
      us: "Đang kết nối lại… {seconds} giây",
      peer: "Bên kia đang kết nối lại… {seconds} giây",
      usHint:
        "Đường truyền bị đứt. Chúng tôi đang tìm đường khác tới người đó.",
      peerHint: "Họ sẽ trở lại ngay, hoặc bạn bấm Tiếp.",
    },
    online: "other={n} người đang ở đây",
    usualWait: "thường mất khoảng {time}",
    relaxHint: "Chưa có ai hợp với lựa chọn của bạn.",
    relax: "Gặp bất kỳ ai ngay",
    wayBack: {
      goBack: "Quay lại?",
      asking: "Đang hỏi người kia có quay lại không…",
      asked: "Người kia lỡ bấm Tiếp. Nói chuyện tiếp nhé?",
      agree: "Vâng, tiếp tục",
      agreed: "Đang quay lại…",
      decline: "Không, cảm ơn",
    },
    peerLeftHint: "Đang tìm người mới cho bạn.",
    pressNextHint: "Bấm Tiếp để gặp người khác.",
    permissionHint: "Hãy cho phép dùng camera và micro trong trình duyệt.",
    controls: {
      start: "Bắt đầu",
      tryAgain: "Thử lại",
      takeOver: "Chuyển về đây",
      next: "Tiếp",
      stop: "Dừng",
      mute: "Tắt micro",
      unmute: "Bật micro",
      cameraOff: "Tắt camera",
      cameraOn: "Bật camera",
      filters: "Bạn muốn gặp ai",
      filtersOn: "Bạn muốn gặp ai, đã chọn {n}",
      settings: "Thiết bị và cài đặt",
      switchCamera: "Đổi camera",
      pip: "Hình trong hình",
      fullScreen: "Toàn màn hình",
      exitFullScreen: "Thoát toàn màn hình",
      tapForSound: "Chạm để bật tiếng",
      nextShortcut: "Nhấn {key} để gặp người tiếp theo",
      toolbar: "Điều khiển cuộc gọi",
    },
    missing: {
      audio: {
        text: "Không có micro: người kia không nghe thấy bạn.",
        action: "Dùng micro khác",
      },
      video: {
        text: "Không có camera: người kia không nhìn thấy bạn.",
        action: "Dùng camera khác",
      },
    },
    settings: {
      title: "Thiết bị và cài đặt",
      camera: "Camera",
      microphone: "Micro",
      speaker: "Loa",
      byDefault: "Trình duyệt tự chọn",
      level: "Âm lượng micro của bạn",
      mirror: "Hiện hình tôi như trong gương",
      volume: "Âm lượng của người kia",
      autoNext: "Khi họ rời đi, tự tìm người tiếp theo",
      hideAddress: "Ẩn địa chỉ IP của tôi từ cuộc gọi sau",
      done: "Xong",
    },
    help: {
      title: "Bàn phím",
      next: "Người tiếp theo",
      mic: "Bật hoặc tắt micro",
      camera: "Bật hoặc tắt camera",
      text: "Nhắn tin",
      help: "Danh sách này",
    },
    text: {
      title: "Nhắn tin",
      unread: "other=Nhắn tin, {n} tin mới",
      empty: "Chỉ hai bạn thấy nội dung này. Bấm Tiếp là mất.",
      notYet: "Bạn có thể viết ngay khi trang của người kia trả lời.",
      flooded: "Người kia gửi quá nhiều cùng lúc nên phần nhắn tin đã đóng.",
      over: "Cuộc gọi đã kết thúc. Tin nhắn sẽ mất khi có cuộc gọi mới.",
      field: "Viết gì đó",
      send: "Gửi",
      close: "Đóng phần nhắn tin",
      typing: "Người kia đang viết…",
      us: "Bạn:",
      them: "Người kia viết:",
      notSent: "Chưa gửi được. Hãy đợi một chút rồi thử lại.",
      left: "other=Còn {n} ký tự",
    },
    someoneIsHere: "Có người đến rồi!",
    peerOff: {
      camera: "Người kia đã tắt camera",
      mic: "Người kia đã tắt micro",
    },
    cameraIsOff: "Camera đang tắt",
    localVideo: "Hình ảnh của bạn",
    remoteVideo: "Người đối diện",
    filters: {
      title: "Bạn muốn gặp ai",
      iAm: "Tôi là",
      man: "Nam",
      woman: "Nữ",
      notSaid: "Không nói",
      meet: "Tôi muốn gặp",
      everyone: "Mọi người",
      men: "Nam",
      women: "Nữ",
      from: "Đến từ",
      anywhere: "Bất cứ đâu trên thế giới",
      addCountry: "Thêm một nước",
      iAmIn: "Tôi đang ở",
      interests: "Tôi thích nói về",
      interestsHint: "Tối đa năm chủ đề. Ai có chung sẽ được ưu tiên.",
      add: "Thêm",
      remove: "Bỏ {what}",
      language: "Tôi nói tiếng",
      notSaidLanguage: "Không chọn",
      note: "Phải hợp ý cả hai bên: chọn càng hẹp thì chờ càng lâu.",
      done: "Xong",
    },
    stopped: {
      title: "Hẹn gặp lại",
      text: "Camera và micro đã tắt. Quay lại bất cứ lúc nào bạn thích nhé.",
    },
    offline: {
      title: "Bạn đang ngoại tuyến",
      text: "Chúng tôi sẽ tự bắt đầu ngay khi có mạng trở lại.",
    },
    otherTab: {
      title: "Bạn đang trò chuyện ở thẻ khác",
      text:
        "Trình duyệt này mỗi lần chỉ một cuộc trò chuyện. Hãy tiếp tục ở đó, hoặc chuyển về đây; cuộc trò chuyện ở đó sẽ kết thúc.",
    },
    mediaErrors: {
      denied: {
        title: "Camera và micro đang bị chặn",
        text:
          "Bấm vào biểu tượng camera cạnh thanh địa chỉ, cho phép cả hai rồi thử lại.",
      },
      "no-device": {
        title: "Không tìm thấy camera hoặc micro",
        text: "Hãy cắm vào hoặc bật thiết bị lên rồi thử lại.",
      },
      "in-use": {
        title: "Camera của bạn đang bận",
        text:
          "Một ứng dụng hoặc thẻ khác đang dùng camera. Hãy đóng nó rồi thử lại.",
      },
      insecure: {
        title: "Trang này chưa an toàn",
        text:
          "Trình duyệt chỉ cho dùng camera trên trang mở bằng https. Hãy kiểm tra lại địa chỉ.",
      },
      unknown: {
        title: "Camera không khởi động được",
        text:
          "Trình duyệt không nói vì sao. Hãy tải lại trang hoặc thử trình duyệt khác.",
      },
    },
    blockedOn: {
      ios:
        "Mở Cài đặt, Ứng dụng, Safari (hoặc trình duyệt của bạn), cho phép Camera và Micrô, rồi tải lại trang này.",
      android:
        "Chạm vào biểu tượng bên trái địa chỉ, chọn Quyền, cho phép camera và micrô, rồi thử lại.",
    },
    failures: {
      "no-offer": {
        title: "Người kia không gọi tới",
        text: "Họ biến mất trước khi cuộc gọi bắt đầu. Chuyện thường thôi.",
      },
      "no-answer": {
        title: "Không có trả lời",
        text: "Người kia không nhận cuộc gọi.",
      },
      "no-candidates": {
        title: "Bên kia im lặng",
        text: "Trình duyệt của họ dừng giữa chừng.",
      },
      "negotiation-failed": {
        title: "Hai trình duyệt không hiểu nhau",
        text: "Có thể một trong hai quá cũ. Thử người tiếp theo nhé.",
      },
      "ice-failed": {
        title: "Không có đường kết nối",
        text:
          "Mạng của hai bạn không cho video đi qua. Thử người tiếp theo; nếu vẫn bị, hãy đổi mạng khác.",
      },
      "relay-refused": {
        title: "Máy chủ chuyển tiếp từ chối",
        text:
          "Cuộc gọi này cần máy chủ chuyển tiếp, nhưng máy chủ của chúng tôi không cho bạn vào. Đó là lỗi của chúng tôi, không phải của bạn. Hãy tải lại trang rồi thử lại; nếu bạn đang ẩn địa chỉ, hãy thử hiện địa chỉ.",
      },
      "dtls-failed": {
        title: "Không có đường truyền an toàn",
        text:
          "Kết nối không mã hóa được nên chúng tôi không mở. Thử người tiếp theo nhé.",
      },
      "connection-lost": {
        title: "Bạn bị mất kết nối",
        text:
          "Không thể đưa bạn trở lại cuộc gọi. Hãy kiểm tra mạng rồi bấm Tiếp.",
      },
      "peer-lost": {
        title: "Bên kia bị mất kết nối",
        text: "Người kia không quay lại.",
      },
      "signal-lost": {
        title: "Không liên lạc được máy chủ",
        text: "Hãy kiểm tra kết nối mạng rồi thử lại.",
      },
      refused: {
        title: "Chưa thể cho bạn vào",
        text: "Máy chủ đã từ chối yêu cầu này. Hãy tải lại trang rồi thử lại.",
      },
    },
  },
  errors: {
    notFound: {
      title: "Không có ai ở đây",
      text: "Trang này không tồn tại, hoặc đã rời đi mà không kịp chào.",
    },
    broken: {
      title: "Chúng tôi bị lạc mạch",
      text:
        "Có gì đó hỏng ở phía chúng tôi. Sự cố đã được ghi nhận; bạn hãy thử lại sau giây lát.",
    },
    tooMany: {
      title: "Quá nhiều yêu cầu cùng lúc",
      text: "Các yêu cầu đến từ mạng của bạn. Hãy thử lại sau giây lát.",
    },
    other: {
      title: "Chưa thực hiện được",
      text: "Yêu cầu này không thể được trả lời. Hãy quay lại và thử lần nữa.",
    },
    toHome: "Về trang chủ",
    toChat: "Gặp một người mới",
  },
};
