/**
 * The texts about a call's connection in Arabic.
 *
 * @module
 */

import type { StatsMessages } from "./messages.ts";

/** Arabic texts. */
export const statsAr: StatsMessages = {
  title: "الاتصال",
  badge: "الاتصال: {level}",
  levels: {
    excellent: "ممتاز",
    good: "جيد",
    fair: "مقبول",
    poor: "ضعيف",
    unknown: "جارٍ القياس",
  },
  reasons: {
    rtt: "الطريق إلى الطرف الآخر طويل.",
    loss: "يضيع جزء مما يُرسَل.",
    jitter: "يصل ما يُرسَل على نحو غير منتظم.",
    stalled: "لا يصل شيء في هذه اللحظة.",
  },
  rtt: "زمن الذهاب والإياب (RTT)",
  lossIn: "ما ضاع في الطريق إليك",
  lossOut: "ما ضاع في الطريق إليه",
  jitter: "تذبذب الوصول (jitter)",
  path: "المسار",
  direct: "مباشر، من متصفح إلى متصفح",
  relayed: "عبر خادم الترحيل لدينا (TURN، {protocol})",
  relayedSomehow: "عبر خادم الترحيل لدينا (TURN)",
  relayNeeded: "شبكتك لا تسمح بمسار مباشر. ينقل الخادم ما لا يستطيع قراءته.",
  relayChosen: "اخترت إخفاء عنوانك. ينقل الخادم ما لا يستطيع قراءته.",
  peerRelayed: "الطرف الآخر يستخدم خادم ترحيل.",
  up: "الإرسال",
  down: "الاستقبال",
  you: "أنت",
  them: "الطرف الآخر",
  unknown: "غير معروف",
  showBandwidth: "إظهار سرعة النقل",
  hideBandwidth: "إخفاء سرعة النقل",
  bandwidth: "سرعة النقل",
  allFigures: "كل الأرقام",
  close: "إغلاق",
  fallback: "تقيس هذه الصفحة المكالمة بنفسها، وهذا يكلّف جهدًا أكبر قليلًا.",
  charts: {
    rtt: "زمن الذهاب والإياب",
    loss: "الفقد",
    up: "ما يُرسَل",
    down: "ما يُستقبَل",
    fps: "معدل الصور",
    jitter: "تذبذب الوصول",
  },
  chart: "{name}: الآن {now}، من {least} إلى {most}",
  lastMinutes: "آخر دقيقتين",
  picture: "الصورة المستقبَلة",
  freezes: "تجمّدت",
  sent: "مجموع ما أُرسل",
  received: "مجموع ما استُقبل",
  pageFps: "معدل رسم هذه الصفحة",
  score: "التقييم المقدَّر (من 1 إلى 5)",
  measuredBy: "القياس بواسطة",
  worker: "عامل في الخلفية",
  page: "الصفحة",
};
