/** The reasons for a rejected photo or a failed request, with advice, in Chinese. The keys are RejectionCode and FailureCode. */
import type { Texts } from '../texts.ts';

export const rejectionsZh: Texts['rejections'] = {
  empty: { title: '文件是空的', advice: '请重新发送，上传可能中断了。' },
  'too-large': { title: '文件太大', advice: '请存成不超过 25 MB 的 JPEG。' },
  'too-many-pixels': { title: '像素过多', advice: '请不要超过 6000 万像素。' },
  'too-large-for-memory': { title: '照片服务内存不足', advice: '请发送较小的图片，或请管理员增大函数内存。' },
  'too-small': { title: '图片太小', advice: '请使用相机原图，不要用预览图或截图。' },
  'unsupported-format': { title: '无法识别的图片', advice: '请使用 JPEG、HEIC、PNG、WebP、AVIF、TIFF、BMP 或 GIF。' },
  unreadable: { title: '图片已损坏', advice: '请重新打开并保存，或重拍一张。' },
  'no-face': { title: '没有找到人脸', advice: '请正对镜头，光线均匀，脸前不要有遮挡。' },
  'face-too-small': { title: '人脸太小', advice: '请发送相机原图，不要用预览图或截图，或站近一些。' },
  'several-faces': { title: '画面中不止一张脸', advice: '请单独拍摄。如果其他人离得很远，可以使用最大的人脸。' },
  'one-face': {
    title: '此证件需要双人合影',
    advice: '请发送两人并排、同时拍摄的合影，两人都看着镜头，胸部以上入镜。',
  },
  'too-many-faces': { title: '画面中不止两张脸', advice: '请只拍两位当事人，画面中不要有其他人或肖像。' },
  'face-cut': { title: '脸被画面边缘切掉了', advice: '请重拍，让整个头部和双肩都在画面中。' },
  'no-person': { title: '无法抠出人像', advice: '请与背景拉开距离，光线均匀。' },
  'bad-roster': { title: '无法读取名单', advice: '请更正后重新存储。' },
  'not-in-roster': { title: '名单中没有这张照片', advice: '请在名单中加一行写上文件名，再重新存储 roster.csv。' },
  'no-ink': { title: '纸上没有找到字迹', advice: '请用深色笔写在白纸上，从正上方只拍纸面。' },
  'too-faint': { title: '字迹太淡', advice: '请用黑色或蓝色的笔书写，不要用铅笔。' },
  shadow: { title: '阴影遮住了字迹', advice: '请在均匀的日光下拍摄，不要让手或手机的影子落在纸上。' },
  'bad-order': { title: '这些设置行不通', advice: '请更换证件、尺寸或背景。' },
  'file-size-unreachable': { title: '达不到规定的文件大小', advice: '请选择纯色背景，或改用冲印版。' },
  'standard-forbids': { title: '该机构不允许这样做', advice: '请更换背景，或使用无需修改的照片。' },
  'sheet-too-small': { title: '照片放不进这张相纸', advice: '请选择更大的相纸或更窄的页边。' },
  'unknown-standard': { title: '没有这种证件', advice: '请从列表中另选。' },
};

export const failuresZh: Texts['failures'] = {
  offline: { title: '网络断开了', advice: '网络恢复后会自动继续。' },
  expired: { title: '等待时间过长', advice: '请重试，照片会重新发送。' },
  gone: { title: '照片已不在影棚里', advice: '它已被删除或过期，请重新添加。' },
  'cutout-expired': {
    title: '这张照片不能再修改了',
    advice: '抠图已过期，成品文件仍然保留；如需修改，请重新添加照片。',
  },
  lost: { title: '这张照片等得太久了', advice: '照片没有丢失。请稍后再试，或告诉影棚的管理者。' },
  busy: { title: '影棚正忙', advice: '会自动重试。' },
  'daily-limit': { title: '这个访问码今天的照片数量已用完', advice: '请明天再试，或请影棚的管理者提高上限。' },
  unknown: { title: '影棚出了点问题', advice: '请重试。如果再次发生，请告诉管理者。' },
};
