// Made from the catalogue: `npx vitest run test/vmix/generated.test.ts --update` writes it anew.
import type { AnyParams, Args, BusLetter, CallReply, NoParams, OptionalArgs } from './call-types.ts'
import type { InputRef } from './input-ref.ts'

/** What each function takes, by its name in vMix. */
export interface FunctionArgs {
  ActivatorRefresh: OptionalArgs<NoParams>
  CallManagerShowHide: OptionalArgs<NoParams>
  KeyPress: Args<{ readonly value: string | number }>
  SendKeys: Args<{ readonly value: string | number }>
  SetDynamicValue1: Args<{ readonly value: string | number }>
  SetDynamicValue2: Args<{ readonly value: string | number }>
  SetDynamicValue3: Args<{ readonly value: string | number }>
  SetDynamicValue4: Args<{ readonly value: string | number }>
  Undo: OptionalArgs<NoParams>
  Audio: Args<{ readonly input: InputRef }>
  AudioAuto: Args<{ readonly input: InputRef }>
  AudioAutoOff: Args<{ readonly input: InputRef }>
  AudioAutoOn: Args<{ readonly input: InputRef }>
  AudioBus: Args<{ readonly input: InputRef; readonly value: BusLetter }>
  AudioBusOff: Args<{ readonly input: InputRef; readonly value: BusLetter }>
  AudioBusOn: Args<{ readonly input: InputRef; readonly value: BusLetter }>
  AudioChannelMatrixApplyPreset: Args<{ readonly input: InputRef; readonly value: string | number }>
  AudioMixerShowHide: OptionalArgs<NoParams>
  AudioOff: Args<{ readonly input: InputRef }>
  AudioOn: Args<{ readonly input: InputRef }>
  AudioPluginOff: Args<{ readonly input: InputRef; readonly value: number }>
  AudioPluginOn: Args<{ readonly input: InputRef; readonly value: number }>
  AudioPluginOnOff: Args<{ readonly input: InputRef; readonly value: number }>
  AudioPluginShow: Args<{ readonly input: InputRef; readonly value: number }>
  BusAAudio: OptionalArgs<NoParams>
  BusBAudio: OptionalArgs<NoParams>
  BusAAudioOff: OptionalArgs<NoParams>
  BusBAudioOff: OptionalArgs<NoParams>
  BusAAudioOn: OptionalArgs<NoParams>
  BusBAudioOn: OptionalArgs<NoParams>
  BusAAudioPluginOff: Args<{ readonly value: number }>
  BusBAudioPluginOff: Args<{ readonly value: number }>
  BusAAudioPluginOn: Args<{ readonly value: number }>
  BusBAudioPluginOn: Args<{ readonly value: number }>
  BusAAudioPluginOnOff: Args<{ readonly value: number }>
  BusBAudioPluginOnOff: Args<{ readonly value: number }>
  BusAAudioPluginShow: Args<{ readonly value: number }>
  BusBAudioPluginShow: Args<{ readonly value: number }>
  BusXAudio: Args<{ readonly value: BusLetter }>
  BusXAudioOff: Args<{ readonly value: BusLetter }>
  BusXAudioOn: Args<{ readonly value: BusLetter }>
  BusXAudioPluginOff: Args<{ readonly value: string | readonly [bus: BusLetter, plugin: number] }>
  BusXAudioPluginOn: Args<{ readonly value: string | readonly [bus: BusLetter, plugin: number] }>
  BusXAudioPluginOnOff: Args<{ readonly value: string | readonly [bus: BusLetter, plugin: number] }>
  BusXAudioPluginShow: Args<{ readonly value: string | readonly [bus: BusLetter, plugin: number] }>
  BusXSendToMaster: Args<{ readonly value: Exclude<BusLetter, 'M'> }>
  BusXSendToMasterOff: Args<{ readonly value: Exclude<BusLetter, 'M'> }>
  BusXSendToMasterOn: Args<{ readonly value: Exclude<BusLetter, 'M'> }>
  BusXSolo: Args<{ readonly value: Exclude<BusLetter, 'M'> }>
  BusXSoloOff: Args<{ readonly value: Exclude<BusLetter, 'M'> }>
  BusXSoloOn: Args<{ readonly value: Exclude<BusLetter, 'M'> }>
  MasterAudio: OptionalArgs<NoParams>
  MasterAudioOff: OptionalArgs<NoParams>
  MasterAudioOn: OptionalArgs<NoParams>
  MasterAudioPluginOff: Args<{ readonly value: number }>
  MasterAudioPluginOn: Args<{ readonly value: number }>
  MasterAudioPluginOnOff: Args<{ readonly value: number }>
  MasterAudioPluginShow: Args<{ readonly value: number }>
  SetBalance: Args<{ readonly input: InputRef; readonly value: number }>
  SetBusAVolume: Args<{ readonly value: number }>
  SetBusBVolume: Args<{ readonly value: number }>
  SetBusAVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetBusBVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetBusCVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetBusDVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetBusEVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetBusFVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetBusGVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetBusCVolume: Args<{ readonly value: number }>
  SetBusDVolume: Args<{ readonly value: number }>
  SetBusEVolume: Args<{ readonly value: number }>
  SetBusFVolume: Args<{ readonly value: number }>
  SetBusGVolume: Args<{ readonly value: number }>
  SetGain: Args<{ readonly input: InputRef; readonly value: number }>
  SetGainChannel1: Args<{ readonly input: InputRef; readonly value: number }>
  SetGainChannel2: Args<{ readonly input: InputRef; readonly value: number }>
  SetHeadphonesVolume: Args<{ readonly value: number }>
  SetMasterVolume: Args<{ readonly value: number }>
  SetMasterVolumeFade: Args<{ readonly value: string | readonly [volume: number, duration: number] }>
  SetVolume: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixer: Args<{
    readonly input: InputRef
    readonly value: string | readonly [bus: BusLetter, volume: number]
  }>
  SetVolumeBusMixerA: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixerB: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixerC: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixerD: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixerE: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixerF: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixerG: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeBusMixerM: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannel1: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannel2: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer: Args<{
    readonly input: InputRef
    readonly value: string | readonly [channel: number, volume: number]
  }>
  SetVolumeChannelMixer1: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer2: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer3: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer4: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer5: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer6: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer7: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer8: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer9: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer10: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer11: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer12: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer13: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer14: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer15: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeChannelMixer16: Args<{ readonly input: InputRef; readonly value: number }>
  SetVolumeFade: Args<{
    readonly input: InputRef
    readonly value: string | readonly [volume: number, duration: number]
  }>
  Solo: Args<{ readonly input: InputRef }>
  SoloAllOff: OptionalArgs<NoParams>
  SoloOff: Args<{ readonly input: InputRef }>
  SoloOn: Args<{ readonly input: InputRef }>
  SoloPFL: Args<{ readonly input: InputRef }>
  SoloPFLOff: Args<{ readonly input: InputRef }>
  SoloPFLOn: Args<{ readonly input: InputRef }>
  AlphaFade: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  BarnDoor: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  CrossZoom: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  Cube: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  CubeZoom: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  Cut: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  CutDirect: OptionalArgs<{ readonly input?: InputRef | undefined }>
  Fade: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  FadeToBlack: OptionalArgs<NoParams>
  Fly: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  FlyRotate: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  Merge: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  QuickPlay: OptionalArgs<{ readonly input?: InputRef | undefined }>
  RollerDoor: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  SetFader: Args<{ readonly value: number }>
  SetStingerGTInput1: Args<{ readonly input: InputRef }>
  SetStingerGTInput2: Args<{ readonly input: InputRef }>
  SetStingerGTInput3: Args<{ readonly input: InputRef }>
  SetStingerGTInput4: Args<{ readonly input: InputRef }>
  SetStingerGTInput5: Args<{ readonly input: InputRef }>
  SetStingerGTInput6: Args<{ readonly input: InputRef }>
  SetStingerGTInput7: Args<{ readonly input: InputRef }>
  SetStingerGTInput8: Args<{ readonly input: InputRef }>
  SetTransitionDuration1: Args<{ readonly value: number }>
  SetTransitionDuration2: Args<{ readonly value: number }>
  SetTransitionDuration3: Args<{ readonly value: number }>
  SetTransitionDuration4: Args<{ readonly value: number }>
  SetTransitionEffect1: Args<{ readonly value: string }>
  SetTransitionEffect2: Args<{ readonly value: string }>
  SetTransitionEffect3: Args<{ readonly value: string }>
  SetTransitionEffect4: Args<{ readonly value: string }>
  Slide: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  SlideReverse: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  Stinger1: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Stinger2: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Stinger3: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Stinger4: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Stinger5: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Stinger6: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Stinger7: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Stinger8: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  Transition1: OptionalArgs<NoParams>
  Transition2: OptionalArgs<NoParams>
  Transition3: OptionalArgs<NoParams>
  Transition4: OptionalArgs<NoParams>
  VerticalSlide: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  VerticalSlideReverse: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  VerticalWipe: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  VerticalWipeReverse: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  Wipe: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  WipeReverse: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  Zoom: OptionalArgs<{
    readonly input?: InputRef | undefined
    readonly duration?: number | undefined
    readonly mix?: number | undefined
  }>
  Fullscreen: OptionalArgs<NoParams>
  FullscreenOff: OptionalArgs<NoParams>
  FullscreenOn: OptionalArgs<NoParams>
  SetOutput2: Args<{ readonly input?: InputRef | undefined; readonly value: string; readonly mix?: number | undefined }>
  SetOutput3: Args<{ readonly input?: InputRef | undefined; readonly value: string; readonly mix?: number | undefined }>
  SetOutput4: Args<{ readonly input?: InputRef | undefined; readonly value: string; readonly mix?: number | undefined }>
  SetOutputExternal2: Args<{
    readonly input?: InputRef | undefined
    readonly value: string
    readonly mix?: number | undefined
  }>
  SetOutputFullscreen: Args<{
    readonly input?: InputRef | undefined
    readonly value: string
    readonly mix?: number | undefined
  }>
  SetOutputFullscreen2: Args<{
    readonly input?: InputRef | undefined
    readonly value: string
    readonly mix?: number | undefined
  }>
  Snapshot: Args<{ readonly value: string | number }>
  SnapshotInput: Args<{ readonly input: InputRef; readonly value: string | number }>
  StartExternal: OptionalArgs<NoParams>
  StartMultiCorder: OptionalArgs<NoParams>
  StartRecording: OptionalArgs<NoParams>
  StartSRTOutput: OptionalArgs<{ readonly value?: number | undefined }>
  StartStopExternal: OptionalArgs<NoParams>
  StartStopMultiCorder: OptionalArgs<NoParams>
  StartStopRecording: OptionalArgs<NoParams>
  StartStopSRTOutput: OptionalArgs<{ readonly value?: number | undefined }>
  StartStopStreaming: Args<{ readonly value: number | '' }>
  StartStreaming: Args<{ readonly value: number | '' }>
  StopExternal: OptionalArgs<NoParams>
  StopMultiCorder: OptionalArgs<NoParams>
  StopRecording: OptionalArgs<NoParams>
  StopSRTOutput: OptionalArgs<{ readonly value?: number | undefined }>
  StopStreaming: Args<{ readonly value: number | '' }>
  StreamingSetKey: Args<{ readonly value: string | readonly [stream: number, key: string | number] }>
  StreamingSetPassword: Args<{ readonly value: string | readonly [stream: number, password: string | number] }>
  StreamingSetURL: Args<{ readonly value: string | readonly [stream: number, url: string | number] }>
  StreamingSetUsername: Args<{ readonly value: string | readonly [stream: number, user: string | number] }>
  WriteDurationToRecordingLog: OptionalArgs<{ readonly value?: string | number | undefined }>
  AdjustCountdown: Args<{
    readonly input: InputRef
    readonly value: number
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  ChangeCountdown: Args<{
    readonly input: InputRef
    readonly value: string
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  NextTitlePreset: Args<{ readonly input: InputRef }>
  PauseCountdown: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  PauseRender: Args<{ readonly input: InputRef }>
  PreviousTitlePreset: Args<{ readonly input: InputRef }>
  ResumeRender: Args<{ readonly input: InputRef }>
  SelectTitlePreset: Args<{ readonly input: InputRef; readonly value: number }>
  SetColor: Args<{
    readonly input: InputRef
    readonly value: string
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetCountdown: Args<{
    readonly input: InputRef
    readonly value: string
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetImage: Args<{
    readonly input: InputRef
    readonly value: string | number
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetImageVisible: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetImageVisibleOff: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetImageVisibleOn: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetText: Args<{
    readonly input: InputRef
    readonly value: string | number
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetTextColour: Args<{
    readonly input: InputRef
    readonly value: string
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetTextVisible: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetTextVisibleOff: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetTextVisibleOn: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SetTickerSpeed: Args<{ readonly input: InputRef; readonly value: number }>
  StartCountdown: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  StopCountdown: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  SuspendCountdown: Args<{
    readonly input: InputRef
    readonly selectedName?: string | number | undefined
    readonly selectedIndex?: string | number | undefined
  }>
  TitleBeginAnimation: Args<{ readonly input: InputRef; readonly value: string | number }>
  ActiveInput: Args<{ readonly input: InputRef; readonly mix?: number | undefined }>
  AddInput: Args<{ readonly value: string | number }>
  AutoPauseOff: Args<{ readonly input: InputRef }>
  AutoPauseOn: Args<{ readonly input: InputRef }>
  AutoPlayFirst: Args<{ readonly input: InputRef }>
  AutoPlayFirstOff: Args<{ readonly input: InputRef }>
  AutoPlayFirstOn: Args<{ readonly input: InputRef }>
  AutoPlayNext: Args<{ readonly input: InputRef }>
  AutoPlayNextOff: Args<{ readonly input: InputRef }>
  AutoPlayNextOn: Args<{ readonly input: InputRef }>
  AutoPlayOff: Args<{ readonly input: InputRef }>
  AutoPlayOn: Args<{ readonly input: InputRef }>
  AutoRestartOff: Args<{ readonly input: InputRef }>
  AutoRestartOn: Args<{ readonly input: InputRef }>
  ColourCorrectionAuto: Args<{ readonly input: InputRef }>
  ColourCorrectionReset: Args<{ readonly input: InputRef }>
  CreateVirtualInput: Args<{ readonly input: InputRef }>
  DeinterlaceOff: Args<{ readonly input: InputRef }>
  DeinterlaceOn: Args<{ readonly input: InputRef }>
  Effect1: Args<{ readonly input: InputRef }>
  Effect2: Args<{ readonly input: InputRef }>
  Effect3: Args<{ readonly input: InputRef }>
  Effect4: Args<{ readonly input: InputRef }>
  Effect1Off: Args<{ readonly input: InputRef }>
  Effect2Off: Args<{ readonly input: InputRef }>
  Effect3Off: Args<{ readonly input: InputRef }>
  Effect4Off: Args<{ readonly input: InputRef }>
  Effect1On: Args<{ readonly input: InputRef }>
  Effect2On: Args<{ readonly input: InputRef }>
  Effect3On: Args<{ readonly input: InputRef }>
  Effect4On: Args<{ readonly input: InputRef }>
  GO: OptionalArgs<AnyParams>
  InputPreviewHide: Args<{ readonly input: InputRef }>
  InputPreviewShow: Args<{ readonly input: InputRef }>
  InputPreviewShowHide: Args<{ readonly input: InputRef }>
  LayerOff: Args<{ readonly input: InputRef; readonly value: number }>
  LayerOn: Args<{ readonly input: InputRef; readonly value: number }>
  LayerOnOff: Args<{ readonly input: InputRef; readonly value: number }>
  ListAdd: Args<{ readonly input: InputRef; readonly value: string | number }>
  ListExport: Args<{ readonly input: InputRef; readonly value: string | number }>
  ListPlayOut: Args<{ readonly input: InputRef }>
  ListRemove: Args<{ readonly input: InputRef; readonly value: number }>
  ListRemoveAll: Args<{ readonly input: InputRef }>
  ListShowHide: Args<{ readonly input: InputRef }>
  ListShuffle: Args<{ readonly input: InputRef }>
  LivePlayPause: Args<{ readonly input: InputRef }>
  Loop: Args<{ readonly input: InputRef }>
  LoopOff: Args<{ readonly input: InputRef }>
  LoopOn: Args<{ readonly input: InputRef }>
  MarkIn: Args<{ readonly input: InputRef }>
  MarkOut: Args<{ readonly input: InputRef }>
  MarkReset: Args<{ readonly input: InputRef }>
  MarkResetIn: Args<{ readonly input: InputRef }>
  MarkResetOut: Args<{ readonly input: InputRef }>
  MirrorOff: Args<{ readonly input: InputRef }>
  MirrorOn: Args<{ readonly input: InputRef }>
  MoveInput: Args<{ readonly input: InputRef; readonly value: number }>
  MoveLayer: Args<{ readonly input: InputRef; readonly value: string | readonly [from: number, to: number] }>
  NextItem: Args<{ readonly input: InputRef }>
  NextPicture: Args<{ readonly input: InputRef }>
  Pause: Args<{ readonly input: InputRef }>
  Play: Args<{ readonly input: InputRef }>
  PlayPause: Args<{ readonly input: InputRef }>
  PreviewInput: Args<{ readonly input: InputRef; readonly mix?: number | undefined }>
  PreviewInputNext: OptionalArgs<NoParams>
  PreviewInputPrevious: OptionalArgs<NoParams>
  PreviousItem: Args<{ readonly input: InputRef }>
  PreviousPicture: Args<{ readonly input: InputRef }>
  RemoveInput: Args<{ readonly input: InputRef }>
  ResetInput: Args<{ readonly input: InputRef }>
  Restart: Args<{ readonly input: InputRef }>
  SaveVideoDelay: Args<{ readonly input: InputRef; readonly duration?: number | undefined }>
  SelectCategory: Args<{ readonly value: string }>
  SelectIndex: Args<{ readonly input: InputRef; readonly value: number }>
  SetAlpha: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGainB: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGainG: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGainR: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGainRGB: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGainY: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGammaB: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGammaG: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGammaR: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGammaRGB: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCGammaY: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCHue: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCLiftB: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCLiftG: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCLiftR: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCLiftRGB: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCLiftY: Args<{ readonly input: InputRef; readonly value: number }>
  SetCCSaturation: Args<{ readonly input: InputRef; readonly value: number }>
  SetCrop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetCropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetCropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetCropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetCropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetDynamicInput1: Args<{ readonly value: string | number }>
  SetDynamicInput2: Args<{ readonly value: string | number }>
  SetDynamicInput3: Args<{ readonly value: string | number }>
  SetDynamicInput4: Args<{ readonly value: string | number }>
  SetEffect1Strength: Args<{ readonly input: InputRef; readonly value: number }>
  SetEffect2Strength: Args<{ readonly input: InputRef; readonly value: number }>
  SetEffect3Strength: Args<{ readonly input: InputRef; readonly value: number }>
  SetEffect4Strength: Args<{ readonly input: InputRef; readonly value: number }>
  SetFrameDelay: Args<{ readonly input: InputRef; readonly value: number }>
  SetInputName: Args<{ readonly input: InputRef; readonly value: string | number }>
  SetLayer: Args<{
    readonly input: InputRef
    readonly value: string | readonly [layer: number, source: string | number]
  }>
  SetLayer1Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer2Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer3Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer4Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer5Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer6Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer7Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer8Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer9Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer10Crop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayer1CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10CropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10CropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10CropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10CropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10Height: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10PanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10PanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer2Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer3Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer4Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer5Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer6Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer7Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer8Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer9Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer10Rectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayer1Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10Width: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10X: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10Y: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer1Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer2Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer3Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer4Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer5Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer6Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer7Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer8Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer9Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayer10Zoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerAnimated: Args<{
    readonly input: InputRef
    readonly value: string | readonly [layer: number, source: string | number, duration: number]
  }>
  SetLayerDynamicCrop: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x1: number, y1: number, x2: number, y2: number]
  }>
  SetLayerDynamicCropX1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicCropX2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicCropY1: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicCropY2: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicHeight: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicPanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicPanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicRectangle: Args<{
    readonly input: InputRef
    readonly value: string | readonly [x: number, y: number, width: number, height: number]
  }>
  SetLayerDynamicWidth: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicX: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicY: Args<{ readonly input: InputRef; readonly value: number }>
  SetLayerDynamicZoom: Args<{ readonly input: InputRef; readonly value: number }>
  SetPanX: Args<{ readonly input: InputRef; readonly value: number }>
  SetPanY: Args<{ readonly input: InputRef; readonly value: number }>
  SetPictureEffect: Args<{ readonly input: InputRef; readonly value: string }>
  SetPictureEffectDuration: Args<{ readonly input: InputRef; readonly value: number }>
  SetPictureTransition: Args<{ readonly input: InputRef; readonly value: number }>
  SetPosition: Args<{ readonly input: InputRef; readonly value: number }>
  SetRate: Args<{ readonly input: InputRef; readonly value: number }>
  SetRateSlowMotion: Args<{ readonly input: InputRef; readonly value: number }>
  SetZoom: Args<{ readonly input: InputRef; readonly value: number }>
  SharpenOff: Args<{ readonly input: InputRef }>
  SharpenOn: Args<{ readonly input: InputRef }>
  SwapLayerAnimated: Args<{
    readonly input: InputRef
    readonly value: string | readonly [from: number, to: number, duration: number]
  }>
  VideoCallAudioSource: Args<{ readonly input: InputRef; readonly value: string }>
  VideoCallConnect: Args<{
    readonly input: InputRef
    readonly value: string | readonly [name: string | number, password: string | number]
  }>
  VideoCallReconnect: Args<{ readonly input: InputRef }>
  VideoCallVideoSource: Args<{ readonly input: InputRef; readonly value: string }>
  VideoDelayStartRecording: Args<{ readonly input: InputRef; readonly duration?: number | undefined }>
  VideoDelayStartStopRecording: Args<{ readonly input: InputRef; readonly duration?: number | undefined }>
  VideoDelayStopRecording: Args<{ readonly input: InputRef; readonly duration?: number | undefined }>
  WaitForCompletion: Args<{ readonly input: InputRef; readonly duration?: number | undefined }>
  ZoomJoinMeeting: Args<{
    readonly input: InputRef
    readonly value: string | readonly [meeting: string | number, password: string | number]
  }>
  ZoomMuteSelf: Args<{ readonly input: InputRef }>
  ZoomSelectParticipantByName: Args<{ readonly input: InputRef; readonly value: string | number }>
  ZoomUnMuteSelf: Args<{ readonly input: InputRef }>
  MoveMultiViewOverlay: Args<{ readonly input: InputRef; readonly value: string | readonly [from: number, to: number] }>
  MultiViewOverlay: Args<{ readonly input: InputRef; readonly value: number }>
  MultiViewOverlayOff: Args<{ readonly input: InputRef; readonly value: number }>
  MultiViewOverlayOn: Args<{ readonly input: InputRef; readonly value: number }>
  OverlayInput1: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput2: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput3: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput4: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput1In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput2In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput3In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput4In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput1Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput2Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput3Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput4Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput1Off: OptionalArgs<NoParams>
  OverlayInput2Off: OptionalArgs<NoParams>
  OverlayInput3Off: OptionalArgs<NoParams>
  OverlayInput4Off: OptionalArgs<NoParams>
  OverlayInput1Out: OptionalArgs<NoParams>
  OverlayInput2Out: OptionalArgs<NoParams>
  OverlayInput3Out: OptionalArgs<NoParams>
  OverlayInput4Out: OptionalArgs<NoParams>
  OverlayInput1Zoom: OptionalArgs<NoParams>
  OverlayInput2Zoom: OptionalArgs<NoParams>
  OverlayInput3Zoom: OptionalArgs<NoParams>
  OverlayInput4Zoom: OptionalArgs<NoParams>
  OverlayInput5: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput6: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput7: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput8: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput5In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput6In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput7In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput8In: OptionalArgs<{ readonly input?: InputRef | undefined; readonly mix?: number | undefined }>
  OverlayInput5Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput6Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput7Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput8Last: OptionalArgs<{ readonly mix?: number | undefined }>
  OverlayInput5Off: OptionalArgs<NoParams>
  OverlayInput6Off: OptionalArgs<NoParams>
  OverlayInput7Off: OptionalArgs<NoParams>
  OverlayInput8Off: OptionalArgs<NoParams>
  OverlayInput5Out: OptionalArgs<NoParams>
  OverlayInput6Out: OptionalArgs<NoParams>
  OverlayInput7Out: OptionalArgs<NoParams>
  OverlayInput8Out: OptionalArgs<NoParams>
  OverlayInput5Zoom: OptionalArgs<NoParams>
  OverlayInput6Zoom: OptionalArgs<NoParams>
  OverlayInput7Zoom: OptionalArgs<NoParams>
  OverlayInput8Zoom: OptionalArgs<NoParams>
  OverlayInputAllOff: OptionalArgs<NoParams>
  PreviewOverlayInput1: OptionalArgs<{ readonly input?: InputRef | undefined }>
  PreviewOverlayInput2: OptionalArgs<{ readonly input?: InputRef | undefined }>
  PreviewOverlayInput3: OptionalArgs<{ readonly input?: InputRef | undefined }>
  PreviewOverlayInput4: OptionalArgs<{ readonly input?: InputRef | undefined }>
  PreviewOverlayInput5: OptionalArgs<{ readonly input?: InputRef | undefined }>
  PreviewOverlayInput6: OptionalArgs<{ readonly input?: InputRef | undefined }>
  PreviewOverlayInput7: OptionalArgs<{ readonly input?: InputRef | undefined }>
  PreviewOverlayInput8: OptionalArgs<{ readonly input?: InputRef | undefined }>
  SetMultiViewOverlay: Args<{
    readonly input: InputRef
    readonly value: string | readonly [layer: number, source: string | number]
  }>
  NextPlayListEntry: OptionalArgs<NoParams>
  PreviousPlayListEntry: OptionalArgs<NoParams>
  SelectPlayList: Args<{ readonly value: string | number }>
  StartPlayList: OptionalArgs<NoParams>
  StopPlayList: OptionalArgs<NoParams>
  ScriptStart: Args<{ readonly value: string | number }>
  ScriptStartDynamic: Args<{ readonly value: string | number }>
  ScriptStop: Args<{ readonly value: string | number }>
  ScriptStopAll: OptionalArgs<NoParams>
  ScriptStopDynamic: OptionalArgs<NoParams>
  ReplayACamera1: OptionalArgs<NoParams>
  ReplayACamera2: OptionalArgs<NoParams>
  ReplayACamera3: OptionalArgs<NoParams>
  ReplayACamera4: OptionalArgs<NoParams>
  ReplayACamera5: OptionalArgs<NoParams>
  ReplayACamera6: OptionalArgs<NoParams>
  ReplayACamera7: OptionalArgs<NoParams>
  ReplayACamera8: OptionalArgs<NoParams>
  ReplayAppendLastEventText: Args<{ readonly value: string | number }>
  ReplayAppendLastEventTextCamera: Args<{ readonly value: string | readonly [camera: number, text: string | number] }>
  ReplayAppendSelectedEventText: Args<{ readonly value: string | number }>
  ReplayAppendSelectedEventTextCamera: Args<{
    readonly value: string | readonly [camera: number, text: string | number]
  }>
  ReplayBCamera1: OptionalArgs<NoParams>
  ReplayBCamera2: OptionalArgs<NoParams>
  ReplayBCamera3: OptionalArgs<NoParams>
  ReplayBCamera4: OptionalArgs<NoParams>
  ReplayBCamera5: OptionalArgs<NoParams>
  ReplayBCamera6: OptionalArgs<NoParams>
  ReplayBCamera7: OptionalArgs<NoParams>
  ReplayBCamera8: OptionalArgs<NoParams>
  ReplayCCamera1: OptionalArgs<NoParams>
  ReplayCCamera2: OptionalArgs<NoParams>
  ReplayCCamera3: OptionalArgs<NoParams>
  ReplayCCamera4: OptionalArgs<NoParams>
  ReplayCCamera5: OptionalArgs<NoParams>
  ReplayCCamera6: OptionalArgs<NoParams>
  ReplayCCamera7: OptionalArgs<NoParams>
  ReplayCCamera8: OptionalArgs<NoParams>
  ReplayCamera1: OptionalArgs<NoParams>
  ReplayCamera2: OptionalArgs<NoParams>
  ReplayCamera3: OptionalArgs<NoParams>
  ReplayCamera4: OptionalArgs<NoParams>
  ReplayCamera5: OptionalArgs<NoParams>
  ReplayCamera6: OptionalArgs<NoParams>
  ReplayCamera7: OptionalArgs<NoParams>
  ReplayCamera8: OptionalArgs<NoParams>
  ReplayChangeDirection: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayChangeSpeed: Args<{ readonly value: number; readonly channel?: string | undefined }>
  ReplayCopyLastEvent: Args<{ readonly value: number }>
  ReplayCopySelectedEvent: Args<{ readonly value: number }>
  ReplayDCamera1: OptionalArgs<NoParams>
  ReplayDCamera2: OptionalArgs<NoParams>
  ReplayDCamera3: OptionalArgs<NoParams>
  ReplayDCamera4: OptionalArgs<NoParams>
  ReplayDCamera5: OptionalArgs<NoParams>
  ReplayDCamera6: OptionalArgs<NoParams>
  ReplayDCamera7: OptionalArgs<NoParams>
  ReplayDCamera8: OptionalArgs<NoParams>
  ReplayDeleteLastEvent: OptionalArgs<{ readonly value?: number | undefined; readonly channel?: string | undefined }>
  ReplayDeleteSelectedEvent: OptionalArgs<{
    readonly value?: number | undefined
    readonly channel?: string | undefined
  }>
  ReplayDuplicateLastEvent: OptionalArgs<{ readonly value?: number | undefined; readonly channel?: string | undefined }>
  ReplayDuplicateSelectedEvent: OptionalArgs<{
    readonly value?: number | undefined
    readonly channel?: string | undefined
  }>
  ReplayExportLastEvent: Args<{ readonly value: string | number; readonly channel?: string | undefined }>
  ReplayFastBackward: OptionalArgs<{ readonly value?: number | undefined; readonly channel?: string | undefined }>
  ReplayFastForward: OptionalArgs<{ readonly value?: number | undefined; readonly channel?: string | undefined }>
  ReplayJumpFrames: Args<{ readonly value: number; readonly channel?: string | undefined }>
  ReplayJumpFramesFastOff: OptionalArgs<{ readonly value?: number | undefined; readonly channel?: string | undefined }>
  ReplayJumpFramesFastOn: OptionalArgs<{ readonly value?: number | undefined; readonly channel?: string | undefined }>
  ReplayJumpToNow: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayJumpToSelectedInPoint: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayJumpToSelectedOutPoint: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayLastEventCameraOff: Args<{ readonly value: number }>
  ReplayLastEventCameraOn: Args<{ readonly value: number }>
  ReplayLastEventSingleCameraOn: Args<{ readonly value: number }>
  ReplayLive: OptionalArgs<NoParams>
  ReplayLiveToggle: OptionalArgs<NoParams>
  ReplayMarkCancel: OptionalArgs<NoParams>
  ReplayMarkIn: OptionalArgs<NoParams>
  ReplayMarkInLive: OptionalArgs<NoParams>
  ReplayMarkInOut: Args<{ readonly value: number }>
  ReplayMarkInOutLive: Args<{ readonly value: number }>
  ReplayMarkInOutLiveFuture: Args<{ readonly value: number }>
  ReplayMarkInOutRecorded: Args<{ readonly value: number }>
  ReplayMarkInRecorded: OptionalArgs<NoParams>
  ReplayMarkInRecordedNow: OptionalArgs<NoParams>
  ReplayMarkOut: OptionalArgs<NoParams>
  ReplayMoveLastEvent: Args<{ readonly value: number }>
  ReplayMoveSelectedEvent: Args<{ readonly value: number }>
  ReplayMoveSelectedEventDown: OptionalArgs<NoParams>
  ReplayMoveSelectedEventUp: OptionalArgs<NoParams>
  ReplayMoveSelectedInPoint: Args<{ readonly value: number; readonly channel?: string | undefined }>
  ReplayMoveSelectedOutPoint: Args<{ readonly value: number; readonly channel?: string | undefined }>
  ReplayPause: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlay: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayAllEvents: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayAllEventsToOutput: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayBackward: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayEvent: Args<{ readonly value: number; readonly channel?: string | undefined }>
  ReplayPlayEventToOutput: Args<{ readonly value: number; readonly channel?: string | undefined }>
  ReplayPlayEventsByID: Args<{ readonly value: string | number; readonly channel?: string | undefined }>
  ReplayPlayEventsByIDToOutput: Args<{ readonly value: string | number; readonly channel?: string | undefined }>
  ReplayPlayForward: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayLastEvent: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayLastEventToOutput: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayNext: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayPause: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlayPrevious: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlaySelectedEvent: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayPlaySelectedEventToOutput: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayQuadModeOff: OptionalArgs<NoParams>
  ReplayQuadModeOn: OptionalArgs<NoParams>
  ReplayRecorded: OptionalArgs<NoParams>
  ReplayScrollSelectedEvent: Args<{ readonly value: number }>
  ReplaySelectAllEvents: OptionalArgs<NoParams>
  ReplaySelectChannelA: OptionalArgs<NoParams>
  ReplaySelectChannelAB: OptionalArgs<NoParams>
  ReplaySelectChannelB: OptionalArgs<NoParams>
  ReplaySelectEvents1: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents2: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents3: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents4: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents5: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents6: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents7: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents8: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents9: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents10: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents11: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents12: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents13: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents14: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents15: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents16: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents17: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents18: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents19: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectEvents20: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectFirstEvent: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectLastEvent: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectNextEvent: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectPreviousEvent: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySelectedEventCameraOff: Args<{ readonly value: number }>
  ReplaySelectedEventCameraOn: Args<{ readonly value: number }>
  ReplaySelectedEventSingleCameraOn: Args<{ readonly value: number }>
  ReplaySetAudioSource: Args<{ readonly value: string | number }>
  ReplaySetChannelAToBTimecode: OptionalArgs<NoParams>
  ReplaySetChannelAToBTimecodeAndCamera: OptionalArgs<NoParams>
  ReplaySetChannelBToATimecode: OptionalArgs<NoParams>
  ReplaySetChannelBToATimecodeAndCamera: OptionalArgs<NoParams>
  ReplaySetDirectionBackward: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySetDirectionForward: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplaySetLastEventText: Args<{ readonly value: string | number }>
  ReplaySetLastEventTextCamera: Args<{ readonly value: string | readonly [camera: number, text: string | number] }>
  ReplaySetSelectedEventText: Args<{ readonly value: string | number }>
  ReplaySetSelectedEventTextCamera: Args<{ readonly value: string | readonly [camera: number, text: string | number] }>
  ReplaySetSpeed: Args<{ readonly value: number; readonly channel?: string | undefined }>
  ReplaySetTimecode: Args<{ readonly value: string | number; readonly channel?: string | undefined }>
  ReplayShowHide: OptionalArgs<NoParams>
  ReplayStartRecording: OptionalArgs<NoParams>
  ReplayStartStopRecording: OptionalArgs<NoParams>
  ReplayStopEvents: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayStopRecording: OptionalArgs<NoParams>
  ReplaySwapChannels: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera1: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera2: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera3: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera4: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera5: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera6: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera7: OptionalArgs<NoParams>
  ReplayToggleLastEventCamera8: OptionalArgs<NoParams>
  ReplayToggleQuadMode: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera1: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera2: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera3: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera4: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera5: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera6: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera7: OptionalArgs<NoParams>
  ReplayToggleSelectedEventCamera8: OptionalArgs<NoParams>
  ReplayUpdateSelectedInPoint: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayUpdateSelectedOutPoint: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayUpdateSelectedSpeed: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayUpdateSelectedSpeedDefault: OptionalArgs<{ readonly channel?: string | undefined }>
  ReplayUpdateSelectedSpeedFromValue: Args<{ readonly value: number; readonly channel?: string | undefined }>
  NDICommand: Args<{ readonly input: InputRef; readonly value: string | number }>
  NDISelectSourceByIndex: Args<{ readonly input: InputRef; readonly value: number }>
  NDISelectSourceByName: Args<{ readonly input: InputRef; readonly value: string | number }>
  NDIStartRecording: Args<{ readonly input: InputRef }>
  NDIStopRecording: Args<{ readonly input: InputRef }>
  OMTPreviewOff: OptionalArgs<AnyParams>
  OMTPreviewOn: OptionalArgs<AnyParams>
  OMTSelectSourceByIndex: Args<{ readonly input: InputRef; readonly value: number }>
  OMTSelectSourceByName: Args<{ readonly input: InputRef; readonly value: string | number }>
  PTZCreateVirtualInput: Args<{ readonly input: InputRef }>
  PTZFocusAuto: Args<{ readonly input: InputRef }>
  PTZFocusFar: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZFocusManual: Args<{ readonly input: InputRef }>
  PTZFocusNear: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZFocusStop: Args<{ readonly input: InputRef }>
  PTZHome: Args<{ readonly input: InputRef }>
  PTZMoveDown: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZMoveDownLeft: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZMoveDownRight: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZMoveLeft: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZMoveRight: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZMoveStop: Args<{ readonly input: InputRef }>
  PTZMoveToVirtualInputPosition: Args<{ readonly input: InputRef }>
  PTZMoveToVirtualInputPositionByIndex: Args<{ readonly input: InputRef; readonly value: number }>
  PTZMoveUp: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZMoveUpLeft: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZMoveUpRight: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZUpdateVirtualInput: Args<{ readonly input: InputRef }>
  PTZZoomIn: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZZoomOut: Args<{ readonly input: InputRef; readonly value?: number | undefined }>
  PTZZoomStop: Args<{ readonly input: InputRef }>
  LastPreset: OptionalArgs<NoParams>
  OpenPreset: Args<{ readonly value: string | number }>
  SavePreset: Args<{ readonly value: string | number }>
  DataSourceAutoNextOff: Args<{ readonly value: string | readonly [source: string | number, table?: string | number] }>
  DataSourceAutoNextOn: Args<{ readonly value: string | readonly [source: string | number, table?: string | number] }>
  DataSourceAutoNextOnOff: Args<{
    readonly value: string | readonly [source: string | number, table?: string | number]
  }>
  DataSourceNextRow: Args<{ readonly value: string | readonly [source: string | number, table?: string | number] }>
  DataSourcePause: Args<{ readonly value: string | readonly [source: string | number, table?: string | number] }>
  DataSourcePlay: Args<{ readonly value: string | readonly [source: string | number, table?: string | number] }>
  DataSourcePlayPause: Args<{ readonly value: string | readonly [source: string | number, table?: string | number] }>
  DataSourcePreviousRow: Args<{ readonly value: string | readonly [source: string | number, table?: string | number] }>
  DataSourceSelectRow: Args<{ readonly value: string | number }>
  BrowserBack: Args<{ readonly input: InputRef }>
  BrowserForward: Args<{ readonly input: InputRef }>
  BrowserKeyboardDisabled: Args<{ readonly input: InputRef }>
  BrowserKeyboardEnabled: Args<{ readonly input: InputRef }>
  BrowserMouseDisabled: Args<{ readonly input: InputRef }>
  BrowserMouseEnabled: Args<{ readonly input: InputRef }>
  BrowserNavigate: Args<{ readonly input: InputRef; readonly value: string | number }>
  BrowserReload: Args<{ readonly input: InputRef }>
}

/** A name in the catalogue. */
export type FunctionName = keyof FunctionArgs

/** All functions in vMix's own groups. */
export interface FunctionGroups {
  readonly general: GeneralFunctions
  readonly audio: AudioFunctions
  readonly transition: TransitionFunctions
  readonly output: OutputFunctions
  readonly title: TitleFunctions
  readonly input: InputFunctions
  readonly overlay: OverlayFunctions
  readonly playList: PlayListFunctions
  readonly scripting: ScriptingFunctions
  readonly replay: ReplayFunctions
  readonly ndi: NDIFunctions
  readonly omt: OMTFunctions
  readonly ptz: PTZFunctions
  readonly preset: PresetFunctions
  readonly dataSources: DataSourcesFunctions
  readonly browser: BrowserFunctions
}

interface GeneralFunctions {
  /** `ActivatorRefresh` */
  activatorRefresh(...args: FunctionArgs['ActivatorRefresh']): Promise<CallReply>
  /** `CallManagerShowHide` */
  callManagerShowHide(...args: FunctionArgs['CallManagerShowHide']): Promise<CallReply>
  /** `KeyPress` · value: key (text) */
  keyPress(...args: FunctionArgs['KeyPress']): Promise<CallReply>
  /** `SendKeys` · value: keys (text) */
  sendKeys(...args: FunctionArgs['SendKeys']): Promise<CallReply>
  /** `SetDynamicValue1` · value: text · vMix 24 and up */
  setDynamicValue1(...args: FunctionArgs['SetDynamicValue1']): Promise<CallReply>
  /** `SetDynamicValue2` · value: text · vMix 24 and up */
  setDynamicValue2(...args: FunctionArgs['SetDynamicValue2']): Promise<CallReply>
  /** `SetDynamicValue3` · value: text · vMix 24 and up */
  setDynamicValue3(...args: FunctionArgs['SetDynamicValue3']): Promise<CallReply>
  /** `SetDynamicValue4` · value: text · vMix 24 and up */
  setDynamicValue4(...args: FunctionArgs['SetDynamicValue4']): Promise<CallReply>
  /** `Undo` · vMix 27 and up */
  undo(...args: FunctionArgs['Undo']): Promise<CallReply>
}

interface AudioFunctions {
  /** `Audio` · input: input (an input's number, title or key) */
  audio(...args: FunctionArgs['Audio']): Promise<CallReply>
  /** `AudioAuto` · input: input (an input's number, title or key) */
  audioAuto(...args: FunctionArgs['AudioAuto']): Promise<CallReply>
  /** `AudioAutoOff` · input: input (an input's number, title or key) */
  audioAutoOff(...args: FunctionArgs['AudioAutoOff']): Promise<CallReply>
  /** `AudioAutoOn` · input: input (an input's number, title or key) */
  audioAutoOn(...args: FunctionArgs['AudioAutoOn']): Promise<CallReply>
  /** `AudioBus` · input: input (an input's number, title or key); value: bus (one of M, A, B, C, D, E, F, G) */
  audioBus(...args: FunctionArgs['AudioBus']): Promise<CallReply>
  /** `AudioBusOff` · input: input (an input's number, title or key); value: bus (one of M, A, B, C, D, E, F, G) */
  audioBusOff(...args: FunctionArgs['AudioBusOff']): Promise<CallReply>
  /** `AudioBusOn` · input: input (an input's number, title or key); value: bus (one of M, A, B, C, D, E, F, G) */
  audioBusOn(...args: FunctionArgs['AudioBusOn']): Promise<CallReply>
  /** `AudioChannelMatrixApplyPreset` · input: input (an input's number, title or key); value: preset (text) · vMix 24 and up */
  audioChannelMatrixApplyPreset(...args: FunctionArgs['AudioChannelMatrixApplyPreset']): Promise<CallReply>
  /** `AudioMixerShowHide` */
  audioMixerShowHide(...args: FunctionArgs['AudioMixerShowHide']): Promise<CallReply>
  /** `AudioOff` · input: input (an input's number, title or key) */
  audioOff(...args: FunctionArgs['AudioOff']): Promise<CallReply>
  /** `AudioOn` · input: input (an input's number, title or key) */
  audioOn(...args: FunctionArgs['AudioOn']): Promise<CallReply>
  /** `AudioPluginOff` · input: input (an input's number, title or key); value: plugin (a whole number from 1) */
  audioPluginOff(...args: FunctionArgs['AudioPluginOff']): Promise<CallReply>
  /** `AudioPluginOn` · input: input (an input's number, title or key); value: plugin (a whole number from 1) */
  audioPluginOn(...args: FunctionArgs['AudioPluginOn']): Promise<CallReply>
  /** `AudioPluginOnOff` · input: input (an input's number, title or key); value: plugin (a whole number from 1) */
  audioPluginOnOff(...args: FunctionArgs['AudioPluginOnOff']): Promise<CallReply>
  /** `AudioPluginShow` · input: input (an input's number, title or key); value: plugin (a whole number from 1) */
  audioPluginShow(...args: FunctionArgs['AudioPluginShow']): Promise<CallReply>
  /** `BusAAudio` */
  busAAudio(...args: FunctionArgs['BusAAudio']): Promise<CallReply>
  /** `BusBAudio` */
  busBAudio(...args: FunctionArgs['BusBAudio']): Promise<CallReply>
  /** `BusAAudioOff` */
  busAAudioOff(...args: FunctionArgs['BusAAudioOff']): Promise<CallReply>
  /** `BusBAudioOff` */
  busBAudioOff(...args: FunctionArgs['BusBAudioOff']): Promise<CallReply>
  /** `BusAAudioOn` */
  busAAudioOn(...args: FunctionArgs['BusAAudioOn']): Promise<CallReply>
  /** `BusBAudioOn` */
  busBAudioOn(...args: FunctionArgs['BusBAudioOn']): Promise<CallReply>
  /** `BusAAudioPluginOff` · value: plugin (a whole number from 1) */
  busAAudioPluginOff(...args: FunctionArgs['BusAAudioPluginOff']): Promise<CallReply>
  /** `BusBAudioPluginOff` · value: plugin (a whole number from 1) */
  busBAudioPluginOff(...args: FunctionArgs['BusBAudioPluginOff']): Promise<CallReply>
  /** `BusAAudioPluginOn` · value: plugin (a whole number from 1) */
  busAAudioPluginOn(...args: FunctionArgs['BusAAudioPluginOn']): Promise<CallReply>
  /** `BusBAudioPluginOn` · value: plugin (a whole number from 1) */
  busBAudioPluginOn(...args: FunctionArgs['BusBAudioPluginOn']): Promise<CallReply>
  /** `BusAAudioPluginOnOff` · value: plugin (a whole number from 1) */
  busAAudioPluginOnOff(...args: FunctionArgs['BusAAudioPluginOnOff']): Promise<CallReply>
  /** `BusBAudioPluginOnOff` · value: plugin (a whole number from 1) */
  busBAudioPluginOnOff(...args: FunctionArgs['BusBAudioPluginOnOff']): Promise<CallReply>
  /** `BusAAudioPluginShow` · value: plugin (a whole number from 1) */
  busAAudioPluginShow(...args: FunctionArgs['BusAAudioPluginShow']): Promise<CallReply>
  /** `BusBAudioPluginShow` · value: plugin (a whole number from 1) */
  busBAudioPluginShow(...args: FunctionArgs['BusBAudioPluginShow']): Promise<CallReply>
  /** `BusXAudio` · value: bus (one of M, A, B, C, D, E, F, G) · vMix 23 and up */
  busXAudio(...args: FunctionArgs['BusXAudio']): Promise<CallReply>
  /** `BusXAudioOff` · value: bus (one of M, A, B, C, D, E, F, G) · vMix 23 and up */
  busXAudioOff(...args: FunctionArgs['BusXAudioOff']): Promise<CallReply>
  /** `BusXAudioOn` · value: bus (one of M, A, B, C, D, E, F, G) · vMix 23 and up */
  busXAudioOn(...args: FunctionArgs['BusXAudioOn']): Promise<CallReply>
  /** `BusXAudioPluginOff` · value: bus (one of M, A, B, C, D, E, F, G), plugin (a whole number from 1) · vMix 23 and up */
  busXAudioPluginOff(...args: FunctionArgs['BusXAudioPluginOff']): Promise<CallReply>
  /** `BusXAudioPluginOn` · value: bus (one of M, A, B, C, D, E, F, G), plugin (a whole number from 1) · vMix 23 and up */
  busXAudioPluginOn(...args: FunctionArgs['BusXAudioPluginOn']): Promise<CallReply>
  /** `BusXAudioPluginOnOff` · value: bus (one of M, A, B, C, D, E, F, G), plugin (a whole number from 1) · vMix 23 and up */
  busXAudioPluginOnOff(...args: FunctionArgs['BusXAudioPluginOnOff']): Promise<CallReply>
  /** `BusXAudioPluginShow` · value: bus (one of M, A, B, C, D, E, F, G), plugin (a whole number from 1) · vMix 23 and up */
  busXAudioPluginShow(...args: FunctionArgs['BusXAudioPluginShow']): Promise<CallReply>
  /** `BusXSendToMaster` · value: bus (one of A, B, C, D, E, F, G) · vMix 23 and up */
  busXSendToMaster(...args: FunctionArgs['BusXSendToMaster']): Promise<CallReply>
  /** `BusXSendToMasterOff` · value: bus (one of A, B, C, D, E, F, G) · vMix 23 and up */
  busXSendToMasterOff(...args: FunctionArgs['BusXSendToMasterOff']): Promise<CallReply>
  /** `BusXSendToMasterOn` · value: bus (one of A, B, C, D, E, F, G) · vMix 23 and up */
  busXSendToMasterOn(...args: FunctionArgs['BusXSendToMasterOn']): Promise<CallReply>
  /** `BusXSolo` · value: bus (one of A, B, C, D, E, F, G) · vMix 23 and up */
  busXSolo(...args: FunctionArgs['BusXSolo']): Promise<CallReply>
  /** `BusXSoloOff` · value: bus (one of A, B, C, D, E, F, G) · vMix 23 and up */
  busXSoloOff(...args: FunctionArgs['BusXSoloOff']): Promise<CallReply>
  /** `BusXSoloOn` · value: bus (one of A, B, C, D, E, F, G) · vMix 23 and up */
  busXSoloOn(...args: FunctionArgs['BusXSoloOn']): Promise<CallReply>
  /** `MasterAudio` */
  masterAudio(...args: FunctionArgs['MasterAudio']): Promise<CallReply>
  /** `MasterAudioOff` */
  masterAudioOff(...args: FunctionArgs['MasterAudioOff']): Promise<CallReply>
  /** `MasterAudioOn` */
  masterAudioOn(...args: FunctionArgs['MasterAudioOn']): Promise<CallReply>
  /** `MasterAudioPluginOff` · value: plugin (a whole number from 1) */
  masterAudioPluginOff(...args: FunctionArgs['MasterAudioPluginOff']): Promise<CallReply>
  /** `MasterAudioPluginOn` · value: plugin (a whole number from 1) */
  masterAudioPluginOn(...args: FunctionArgs['MasterAudioPluginOn']): Promise<CallReply>
  /** `MasterAudioPluginOnOff` · value: plugin (a whole number from 1) */
  masterAudioPluginOnOff(...args: FunctionArgs['MasterAudioPluginOnOff']): Promise<CallReply>
  /** `MasterAudioPluginShow` · value: plugin (a whole number from 1) */
  masterAudioPluginShow(...args: FunctionArgs['MasterAudioPluginShow']): Promise<CallReply>
  /** `SetBalance` · input: input (an input's number, title or key); value: balance (a number from -1 to 1) */
  setBalance(...args: FunctionArgs['SetBalance']): Promise<CallReply>
  /** `SetBusAVolume` · value: volume (a number from 0 to 100) */
  setBusAVolume(...args: FunctionArgs['SetBusAVolume']): Promise<CallReply>
  /** `SetBusBVolume` · value: volume (a number from 0 to 100) */
  setBusBVolume(...args: FunctionArgs['SetBusBVolume']): Promise<CallReply>
  /** `SetBusAVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setBusAVolumeFade(...args: FunctionArgs['SetBusAVolumeFade']): Promise<CallReply>
  /** `SetBusBVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setBusBVolumeFade(...args: FunctionArgs['SetBusBVolumeFade']): Promise<CallReply>
  /** `SetBusCVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setBusCVolumeFade(...args: FunctionArgs['SetBusCVolumeFade']): Promise<CallReply>
  /** `SetBusDVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setBusDVolumeFade(...args: FunctionArgs['SetBusDVolumeFade']): Promise<CallReply>
  /** `SetBusEVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setBusEVolumeFade(...args: FunctionArgs['SetBusEVolumeFade']): Promise<CallReply>
  /** `SetBusFVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setBusFVolumeFade(...args: FunctionArgs['SetBusFVolumeFade']): Promise<CallReply>
  /** `SetBusGVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setBusGVolumeFade(...args: FunctionArgs['SetBusGVolumeFade']): Promise<CallReply>
  /** `SetBusCVolume` · value: volume (a number from 0 to 100) · vMix 23 and up */
  setBusCVolume(...args: FunctionArgs['SetBusCVolume']): Promise<CallReply>
  /** `SetBusDVolume` · value: volume (a number from 0 to 100) · vMix 23 and up */
  setBusDVolume(...args: FunctionArgs['SetBusDVolume']): Promise<CallReply>
  /** `SetBusEVolume` · value: volume (a number from 0 to 100) · vMix 23 and up */
  setBusEVolume(...args: FunctionArgs['SetBusEVolume']): Promise<CallReply>
  /** `SetBusFVolume` · value: volume (a number from 0 to 100) · vMix 23 and up */
  setBusFVolume(...args: FunctionArgs['SetBusFVolume']): Promise<CallReply>
  /** `SetBusGVolume` · value: volume (a number from 0 to 100) · vMix 23 and up */
  setBusGVolume(...args: FunctionArgs['SetBusGVolume']): Promise<CallReply>
  /** `SetGain` · input: input (an input's number, title or key); value: gainDb (a number from 0 to 24) */
  setGain(...args: FunctionArgs['SetGain']): Promise<CallReply>
  /** `SetGainChannel1` · input: input (an input's number, title or key); value: gainDb (a number from 0 to 24) */
  setGainChannel1(...args: FunctionArgs['SetGainChannel1']): Promise<CallReply>
  /** `SetGainChannel2` · input: input (an input's number, title or key); value: gainDb (a number from 0 to 24) */
  setGainChannel2(...args: FunctionArgs['SetGainChannel2']): Promise<CallReply>
  /** `SetHeadphonesVolume` · value: volume (a number from 0 to 100) */
  setHeadphonesVolume(...args: FunctionArgs['SetHeadphonesVolume']): Promise<CallReply>
  /** `SetMasterVolume` · value: volume (a number from 0 to 100) */
  setMasterVolume(...args: FunctionArgs['SetMasterVolume']): Promise<CallReply>
  /** `SetMasterVolumeFade` · value: volume (a number from 0 to 100), duration (a whole number from 0) · vMix 28 and up */
  setMasterVolumeFade(...args: FunctionArgs['SetMasterVolumeFade']): Promise<CallReply>
  /** `SetVolume` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) */
  setVolume(...args: FunctionArgs['SetVolume']): Promise<CallReply>
  /** `SetVolumeBusMixer` · input: input (an input's number, title or key); value: bus (one of M, A, B, C, D, E, F, G), volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixer(...args: FunctionArgs['SetVolumeBusMixer']): Promise<CallReply>
  /** `SetVolumeBusMixerA` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerA(...args: FunctionArgs['SetVolumeBusMixerA']): Promise<CallReply>
  /** `SetVolumeBusMixerB` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerB(...args: FunctionArgs['SetVolumeBusMixerB']): Promise<CallReply>
  /** `SetVolumeBusMixerC` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerC(...args: FunctionArgs['SetVolumeBusMixerC']): Promise<CallReply>
  /** `SetVolumeBusMixerD` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerD(...args: FunctionArgs['SetVolumeBusMixerD']): Promise<CallReply>
  /** `SetVolumeBusMixerE` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerE(...args: FunctionArgs['SetVolumeBusMixerE']): Promise<CallReply>
  /** `SetVolumeBusMixerF` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerF(...args: FunctionArgs['SetVolumeBusMixerF']): Promise<CallReply>
  /** `SetVolumeBusMixerG` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerG(...args: FunctionArgs['SetVolumeBusMixerG']): Promise<CallReply>
  /** `SetVolumeBusMixerM` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeBusMixerM(...args: FunctionArgs['SetVolumeBusMixerM']): Promise<CallReply>
  /** `SetVolumeChannel1` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) */
  setVolumeChannel1(...args: FunctionArgs['SetVolumeChannel1']): Promise<CallReply>
  /** `SetVolumeChannel2` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) */
  setVolumeChannel2(...args: FunctionArgs['SetVolumeChannel2']): Promise<CallReply>
  /** `SetVolumeChannelMixer` · input: input (an input's number, title or key); value: channel (a whole number from 1 to 16), volume (a number from 0 to 100) */
  setVolumeChannelMixer(...args: FunctionArgs['SetVolumeChannelMixer']): Promise<CallReply>
  /** `SetVolumeChannelMixer1` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer1(...args: FunctionArgs['SetVolumeChannelMixer1']): Promise<CallReply>
  /** `SetVolumeChannelMixer2` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer2(...args: FunctionArgs['SetVolumeChannelMixer2']): Promise<CallReply>
  /** `SetVolumeChannelMixer3` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer3(...args: FunctionArgs['SetVolumeChannelMixer3']): Promise<CallReply>
  /** `SetVolumeChannelMixer4` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer4(...args: FunctionArgs['SetVolumeChannelMixer4']): Promise<CallReply>
  /** `SetVolumeChannelMixer5` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer5(...args: FunctionArgs['SetVolumeChannelMixer5']): Promise<CallReply>
  /** `SetVolumeChannelMixer6` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer6(...args: FunctionArgs['SetVolumeChannelMixer6']): Promise<CallReply>
  /** `SetVolumeChannelMixer7` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer7(...args: FunctionArgs['SetVolumeChannelMixer7']): Promise<CallReply>
  /** `SetVolumeChannelMixer8` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer8(...args: FunctionArgs['SetVolumeChannelMixer8']): Promise<CallReply>
  /** `SetVolumeChannelMixer9` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer9(...args: FunctionArgs['SetVolumeChannelMixer9']): Promise<CallReply>
  /** `SetVolumeChannelMixer10` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer10(...args: FunctionArgs['SetVolumeChannelMixer10']): Promise<CallReply>
  /** `SetVolumeChannelMixer11` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer11(...args: FunctionArgs['SetVolumeChannelMixer11']): Promise<CallReply>
  /** `SetVolumeChannelMixer12` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer12(...args: FunctionArgs['SetVolumeChannelMixer12']): Promise<CallReply>
  /** `SetVolumeChannelMixer13` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer13(...args: FunctionArgs['SetVolumeChannelMixer13']): Promise<CallReply>
  /** `SetVolumeChannelMixer14` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer14(...args: FunctionArgs['SetVolumeChannelMixer14']): Promise<CallReply>
  /** `SetVolumeChannelMixer15` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer15(...args: FunctionArgs['SetVolumeChannelMixer15']): Promise<CallReply>
  /** `SetVolumeChannelMixer16` · input: input (an input's number, title or key); value: volume (a number from 0 to 100) · vMix 27 and up */
  setVolumeChannelMixer16(...args: FunctionArgs['SetVolumeChannelMixer16']): Promise<CallReply>
  /** `SetVolumeFade` · input: input (an input's number, title or key); value: volume (a number from 0 to 100), duration (a whole number from 0) */
  setVolumeFade(...args: FunctionArgs['SetVolumeFade']): Promise<CallReply>
  /** `Solo` · input: input (an input's number, title or key) */
  solo(...args: FunctionArgs['Solo']): Promise<CallReply>
  /** `SoloAllOff` · vMix 27 and up */
  soloAllOff(...args: FunctionArgs['SoloAllOff']): Promise<CallReply>
  /** `SoloOff` · input: input (an input's number, title or key) */
  soloOff(...args: FunctionArgs['SoloOff']): Promise<CallReply>
  /** `SoloOn` · input: input (an input's number, title or key) */
  soloOn(...args: FunctionArgs['SoloOn']): Promise<CallReply>
  /** `SoloPFL` · input: input (an input's number, title or key) · vMix 27 and up */
  soloPFL(...args: FunctionArgs['SoloPFL']): Promise<CallReply>
  /** `SoloPFLOff` · input: input (an input's number, title or key) · vMix 27 and up */
  soloPFLOff(...args: FunctionArgs['SoloPFLOff']): Promise<CallReply>
  /** `SoloPFLOn` · input: input (an input's number, title or key) · vMix 27 and up */
  soloPFLOn(...args: FunctionArgs['SoloPFLOn']): Promise<CallReply>
}

interface TransitionFunctions {
  /** `AlphaFade` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  alphaFade(...args: FunctionArgs['AlphaFade']): Promise<CallReply>
  /** `BarnDoor` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  barnDoor(...args: FunctionArgs['BarnDoor']): Promise<CallReply>
  /** `CrossZoom` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  crossZoom(...args: FunctionArgs['CrossZoom']): Promise<CallReply>
  /** `Cube` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  cube(...args: FunctionArgs['Cube']): Promise<CallReply>
  /** `CubeZoom` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  cubeZoom(...args: FunctionArgs['CubeZoom']): Promise<CallReply>
  /** `Cut` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  cut(...args: FunctionArgs['Cut']): Promise<CallReply>
  /** `CutDirect` · input: input (an input's number, title or key) */
  cutDirect(...args: FunctionArgs['CutDirect']): Promise<CallReply>
  /** `Fade` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  fade(...args: FunctionArgs['Fade']): Promise<CallReply>
  /** `FadeToBlack` */
  fadeToBlack(...args: FunctionArgs['FadeToBlack']): Promise<CallReply>
  /** `Fly` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  fly(...args: FunctionArgs['Fly']): Promise<CallReply>
  /** `FlyRotate` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  flyRotate(...args: FunctionArgs['FlyRotate']): Promise<CallReply>
  /** `Merge` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  merge(...args: FunctionArgs['Merge']): Promise<CallReply>
  /** `QuickPlay` · input: input (an input's number, title or key) */
  quickPlay(...args: FunctionArgs['QuickPlay']): Promise<CallReply>
  /** `RollerDoor` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  rollerDoor(...args: FunctionArgs['RollerDoor']): Promise<CallReply>
  /** `SetFader` · value: position (a whole number from 0 to 255) */
  setFader(...args: FunctionArgs['SetFader']): Promise<CallReply>
  /** `SetStingerGTInput1` · input: input (an input's number, title or key) · vMix 28 and up */
  setStingerGTInput1(...args: FunctionArgs['SetStingerGTInput1']): Promise<CallReply>
  /** `SetStingerGTInput2` · input: input (an input's number, title or key) · vMix 28 and up */
  setStingerGTInput2(...args: FunctionArgs['SetStingerGTInput2']): Promise<CallReply>
  /** `SetStingerGTInput3` · input: input (an input's number, title or key) · vMix 28 and up */
  setStingerGTInput3(...args: FunctionArgs['SetStingerGTInput3']): Promise<CallReply>
  /** `SetStingerGTInput4` · input: input (an input's number, title or key) · vMix 28 and up */
  setStingerGTInput4(...args: FunctionArgs['SetStingerGTInput4']): Promise<CallReply>
  /** `SetStingerGTInput5` · input: input (an input's number, title or key) · vMix 29 and up */
  setStingerGTInput5(...args: FunctionArgs['SetStingerGTInput5']): Promise<CallReply>
  /** `SetStingerGTInput6` · input: input (an input's number, title or key) · vMix 29 and up */
  setStingerGTInput6(...args: FunctionArgs['SetStingerGTInput6']): Promise<CallReply>
  /** `SetStingerGTInput7` · input: input (an input's number, title or key) · vMix 29 and up */
  setStingerGTInput7(...args: FunctionArgs['SetStingerGTInput7']): Promise<CallReply>
  /** `SetStingerGTInput8` · input: input (an input's number, title or key) · vMix 29 and up */
  setStingerGTInput8(...args: FunctionArgs['SetStingerGTInput8']): Promise<CallReply>
  /** `SetTransitionDuration1` · value: duration (a whole number from 0) */
  setTransitionDuration1(...args: FunctionArgs['SetTransitionDuration1']): Promise<CallReply>
  /** `SetTransitionDuration2` · value: duration (a whole number from 0) */
  setTransitionDuration2(...args: FunctionArgs['SetTransitionDuration2']): Promise<CallReply>
  /** `SetTransitionDuration3` · value: duration (a whole number from 0) */
  setTransitionDuration3(...args: FunctionArgs['SetTransitionDuration3']): Promise<CallReply>
  /** `SetTransitionDuration4` · value: duration (a whole number from 0) */
  setTransitionDuration4(...args: FunctionArgs['SetTransitionDuration4']): Promise<CallReply>
  /** `SetTransitionEffect1` · value: transition (a transition's name) */
  setTransitionEffect1(...args: FunctionArgs['SetTransitionEffect1']): Promise<CallReply>
  /** `SetTransitionEffect2` · value: transition (a transition's name) */
  setTransitionEffect2(...args: FunctionArgs['SetTransitionEffect2']): Promise<CallReply>
  /** `SetTransitionEffect3` · value: transition (a transition's name) */
  setTransitionEffect3(...args: FunctionArgs['SetTransitionEffect3']): Promise<CallReply>
  /** `SetTransitionEffect4` · value: transition (a transition's name) */
  setTransitionEffect4(...args: FunctionArgs['SetTransitionEffect4']): Promise<CallReply>
  /** `Slide` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  slide(...args: FunctionArgs['Slide']): Promise<CallReply>
  /** `SlideReverse` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  slideReverse(...args: FunctionArgs['SlideReverse']): Promise<CallReply>
  /** `Stinger1` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  stinger1(...args: FunctionArgs['Stinger1']): Promise<CallReply>
  /** `Stinger2` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  stinger2(...args: FunctionArgs['Stinger2']): Promise<CallReply>
  /** `Stinger3` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 24 and up */
  stinger3(...args: FunctionArgs['Stinger3']): Promise<CallReply>
  /** `Stinger4` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 24 and up */
  stinger4(...args: FunctionArgs['Stinger4']): Promise<CallReply>
  /** `Stinger5` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  stinger5(...args: FunctionArgs['Stinger5']): Promise<CallReply>
  /** `Stinger6` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  stinger6(...args: FunctionArgs['Stinger6']): Promise<CallReply>
  /** `Stinger7` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  stinger7(...args: FunctionArgs['Stinger7']): Promise<CallReply>
  /** `Stinger8` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  stinger8(...args: FunctionArgs['Stinger8']): Promise<CallReply>
  /** `Transition1` */
  transition1(...args: FunctionArgs['Transition1']): Promise<CallReply>
  /** `Transition2` */
  transition2(...args: FunctionArgs['Transition2']): Promise<CallReply>
  /** `Transition3` */
  transition3(...args: FunctionArgs['Transition3']): Promise<CallReply>
  /** `Transition4` */
  transition4(...args: FunctionArgs['Transition4']): Promise<CallReply>
  /** `VerticalSlide` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  verticalSlide(...args: FunctionArgs['VerticalSlide']): Promise<CallReply>
  /** `VerticalSlideReverse` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  verticalSlideReverse(...args: FunctionArgs['VerticalSlideReverse']): Promise<CallReply>
  /** `VerticalWipe` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  verticalWipe(...args: FunctionArgs['VerticalWipe']): Promise<CallReply>
  /** `VerticalWipeReverse` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  verticalWipeReverse(...args: FunctionArgs['VerticalWipeReverse']): Promise<CallReply>
  /** `Wipe` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  wipe(...args: FunctionArgs['Wipe']): Promise<CallReply>
  /** `WipeReverse` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  wipeReverse(...args: FunctionArgs['WipeReverse']): Promise<CallReply>
  /** `Zoom` · input: input (an input's number, title or key); duration: ms (a whole number from 0); mix: mix (a whole number from 0 to 15) */
  zoom(...args: FunctionArgs['Zoom']): Promise<CallReply>
}

interface OutputFunctions {
  /** `Fullscreen` */
  fullscreen(...args: FunctionArgs['Fullscreen']): Promise<CallReply>
  /** `FullscreenOff` */
  fullscreenOff(...args: FunctionArgs['FullscreenOff']): Promise<CallReply>
  /** `FullscreenOn` */
  fullscreenOn(...args: FunctionArgs['FullscreenOn']): Promise<CallReply>
  /** `SetOutput2` · input: input (an input's number, title or key); value: picture (one of Output, Preview, MultiView, Input); mix: mix (a whole number from 0 to 15) */
  setOutput2(...args: FunctionArgs['SetOutput2']): Promise<CallReply>
  /** `SetOutput3` · input: input (an input's number, title or key); value: picture (one of Output, Preview, MultiView, Input); mix: mix (a whole number from 0 to 15) */
  setOutput3(...args: FunctionArgs['SetOutput3']): Promise<CallReply>
  /** `SetOutput4` · input: input (an input's number, title or key); value: picture (one of Output, Preview, MultiView, Input); mix: mix (a whole number from 0 to 15) */
  setOutput4(...args: FunctionArgs['SetOutput4']): Promise<CallReply>
  /** `SetOutputExternal2` · input: input (an input's number, title or key); value: picture (one of Output, Preview, MultiView, Input); mix: mix (a whole number from 0 to 15) */
  setOutputExternal2(...args: FunctionArgs['SetOutputExternal2']): Promise<CallReply>
  /** `SetOutputFullscreen` · input: input (an input's number, title or key); value: picture (one of Output, Preview, MultiView, Input); mix: mix (a whole number from 0 to 15) */
  setOutputFullscreen(...args: FunctionArgs['SetOutputFullscreen']): Promise<CallReply>
  /** `SetOutputFullscreen2` · input: input (an input's number, title or key); value: picture (one of Output, Preview, MultiView, Input); mix: mix (a whole number from 0 to 15) */
  setOutputFullscreen2(...args: FunctionArgs['SetOutputFullscreen2']): Promise<CallReply>
  /** `Snapshot` · value: file (text) */
  snapshot(...args: FunctionArgs['Snapshot']): Promise<CallReply>
  /** `SnapshotInput` · input: input (an input's number, title or key); value: file (text) · vMix 23 and up */
  snapshotInput(...args: FunctionArgs['SnapshotInput']): Promise<CallReply>
  /** `StartExternal` */
  startExternal(...args: FunctionArgs['StartExternal']): Promise<CallReply>
  /** `StartMultiCorder` */
  startMultiCorder(...args: FunctionArgs['StartMultiCorder']): Promise<CallReply>
  /** `StartRecording` */
  startRecording(...args: FunctionArgs['StartRecording']): Promise<CallReply>
  /** `StartSRTOutput` · value: output (a whole number from 0) · vMix 24 and up */
  startSRTOutput(...args: FunctionArgs['StartSRTOutput']): Promise<CallReply>
  /** `StartStopExternal` */
  startStopExternal(...args: FunctionArgs['StartStopExternal']): Promise<CallReply>
  /** `StartStopMultiCorder` */
  startStopMultiCorder(...args: FunctionArgs['StartStopMultiCorder']): Promise<CallReply>
  /** `StartStopRecording` */
  startStopRecording(...args: FunctionArgs['StartStopRecording']): Promise<CallReply>
  /** `StartStopSRTOutput` · value: output (a whole number from 0) · vMix 24 and up */
  startStopSRTOutput(...args: FunctionArgs['StartStopSRTOutput']): Promise<CallReply>
  /** `StartStopStreaming` · value: stream (a stream's number from 0) */
  startStopStreaming(...args: FunctionArgs['StartStopStreaming']): Promise<CallReply>
  /** `StartStreaming` · value: stream (a stream's number from 0) */
  startStreaming(...args: FunctionArgs['StartStreaming']): Promise<CallReply>
  /** `StopExternal` */
  stopExternal(...args: FunctionArgs['StopExternal']): Promise<CallReply>
  /** `StopMultiCorder` */
  stopMultiCorder(...args: FunctionArgs['StopMultiCorder']): Promise<CallReply>
  /** `StopRecording` */
  stopRecording(...args: FunctionArgs['StopRecording']): Promise<CallReply>
  /** `StopSRTOutput` · value: output (a whole number from 0) · vMix 24 and up */
  stopSRTOutput(...args: FunctionArgs['StopSRTOutput']): Promise<CallReply>
  /** `StopStreaming` · value: stream (a stream's number from 0) */
  stopStreaming(...args: FunctionArgs['StopStreaming']): Promise<CallReply>
  /** `StreamingSetKey` · value: stream (a stream's number from 0), key (text) · vMix 23 and up */
  streamingSetKey(...args: FunctionArgs['StreamingSetKey']): Promise<CallReply>
  /** `StreamingSetPassword` · value: stream (a stream's number from 0), password (text) · vMix 23 and up */
  streamingSetPassword(...args: FunctionArgs['StreamingSetPassword']): Promise<CallReply>
  /** `StreamingSetURL` · value: stream (a stream's number from 0), url (text) · vMix 23 and up */
  streamingSetURL(...args: FunctionArgs['StreamingSetURL']): Promise<CallReply>
  /** `StreamingSetUsername` · value: stream (a stream's number from 0), user (text) · vMix 23 and up */
  streamingSetUsername(...args: FunctionArgs['StreamingSetUsername']): Promise<CallReply>
  /** `WriteDurationToRecordingLog` · value: tag (text) */
  writeDurationToRecordingLog(...args: FunctionArgs['WriteDurationToRecordingLog']): Promise<CallReply>
}

interface TitleFunctions {
  /** `AdjustCountdown` · input: input (an input's number, title or key); value: seconds (a number); selectedName: field (text); selectedIndex: field (text) */
  adjustCountdown(...args: FunctionArgs['AdjustCountdown']): Promise<CallReply>
  /** `ChangeCountdown` · input: input (an input's number, title or key); value: time (a time as hh:mm:ss); selectedName: field (text); selectedIndex: field (text) */
  changeCountdown(...args: FunctionArgs['ChangeCountdown']): Promise<CallReply>
  /** `NextTitlePreset` · input: input (an input's number, title or key) */
  nextTitlePreset(...args: FunctionArgs['NextTitlePreset']): Promise<CallReply>
  /** `PauseCountdown` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) */
  pauseCountdown(...args: FunctionArgs['PauseCountdown']): Promise<CallReply>
  /** `PauseRender` · input: input (an input's number, title or key) */
  pauseRender(...args: FunctionArgs['PauseRender']): Promise<CallReply>
  /** `PreviousTitlePreset` · input: input (an input's number, title or key) */
  previousTitlePreset(...args: FunctionArgs['PreviousTitlePreset']): Promise<CallReply>
  /** `ResumeRender` · input: input (an input's number, title or key) */
  resumeRender(...args: FunctionArgs['ResumeRender']): Promise<CallReply>
  /** `SelectTitlePreset` · input: input (an input's number, title or key); value: preset (a whole number from 0) */
  selectTitlePreset(...args: FunctionArgs['SelectTitlePreset']): Promise<CallReply>
  /** `SetColor` · input: input (an input's number, title or key); value: colour (a colour as #rrggbb); selectedName: field (text); selectedIndex: field (text) · vMix 25 and up */
  setColor(...args: FunctionArgs['SetColor']): Promise<CallReply>
  /** `SetCountdown` · input: input (an input's number, title or key); value: time (a time as hh:mm:ss); selectedName: field (text); selectedIndex: field (text) */
  setCountdown(...args: FunctionArgs['SetCountdown']): Promise<CallReply>
  /** `SetImage` · input: input (an input's number, title or key); value: file (text); selectedName: field (text); selectedIndex: field (text) */
  setImage(...args: FunctionArgs['SetImage']): Promise<CallReply>
  /** `SetImageVisible` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) · vMix 23 and up */
  setImageVisible(...args: FunctionArgs['SetImageVisible']): Promise<CallReply>
  /** `SetImageVisibleOff` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) · vMix 23 and up */
  setImageVisibleOff(...args: FunctionArgs['SetImageVisibleOff']): Promise<CallReply>
  /** `SetImageVisibleOn` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) · vMix 23 and up */
  setImageVisibleOn(...args: FunctionArgs['SetImageVisibleOn']): Promise<CallReply>
  /** `SetText` · input: input (an input's number, title or key); value: text; selectedName: field (text); selectedIndex: field (text) */
  setText(...args: FunctionArgs['SetText']): Promise<CallReply>
  /** `SetTextColour` · input: input (an input's number, title or key); value: colour (a colour as #rrggbb); selectedName: field (text); selectedIndex: field (text) */
  setTextColour(...args: FunctionArgs['SetTextColour']): Promise<CallReply>
  /** `SetTextVisible` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) · vMix 23 and up */
  setTextVisible(...args: FunctionArgs['SetTextVisible']): Promise<CallReply>
  /** `SetTextVisibleOff` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) · vMix 23 and up */
  setTextVisibleOff(...args: FunctionArgs['SetTextVisibleOff']): Promise<CallReply>
  /** `SetTextVisibleOn` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) · vMix 23 and up */
  setTextVisibleOn(...args: FunctionArgs['SetTextVisibleOn']): Promise<CallReply>
  /** `SetTickerSpeed` · input: input (an input's number, title or key); value: speed (a number from 0 to 1000) · vMix 23 and up */
  setTickerSpeed(...args: FunctionArgs['SetTickerSpeed']): Promise<CallReply>
  /** `StartCountdown` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) */
  startCountdown(...args: FunctionArgs['StartCountdown']): Promise<CallReply>
  /** `StopCountdown` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) */
  stopCountdown(...args: FunctionArgs['StopCountdown']): Promise<CallReply>
  /** `SuspendCountdown` · input: input (an input's number, title or key); selectedName: field (text); selectedIndex: field (text) */
  suspendCountdown(...args: FunctionArgs['SuspendCountdown']): Promise<CallReply>
  /** `TitleBeginAnimation` · input: input (an input's number, title or key); value: animation (text) · vMix 23 and up */
  titleBeginAnimation(...args: FunctionArgs['TitleBeginAnimation']): Promise<CallReply>
}

interface InputFunctions {
  /** `ActiveInput` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  activeInput(...args: FunctionArgs['ActiveInput']): Promise<CallReply>
  /** `AddInput` · value: typeAndFile (text) */
  addInput(...args: FunctionArgs['AddInput']): Promise<CallReply>
  /** `AutoPauseOff` · input: input (an input's number, title or key) */
  autoPauseOff(...args: FunctionArgs['AutoPauseOff']): Promise<CallReply>
  /** `AutoPauseOn` · input: input (an input's number, title or key) */
  autoPauseOn(...args: FunctionArgs['AutoPauseOn']): Promise<CallReply>
  /** `AutoPlayFirst` · input: input (an input's number, title or key) */
  autoPlayFirst(...args: FunctionArgs['AutoPlayFirst']): Promise<CallReply>
  /** `AutoPlayFirstOff` · input: input (an input's number, title or key) */
  autoPlayFirstOff(...args: FunctionArgs['AutoPlayFirstOff']): Promise<CallReply>
  /** `AutoPlayFirstOn` · input: input (an input's number, title or key) */
  autoPlayFirstOn(...args: FunctionArgs['AutoPlayFirstOn']): Promise<CallReply>
  /** `AutoPlayNext` · input: input (an input's number, title or key) */
  autoPlayNext(...args: FunctionArgs['AutoPlayNext']): Promise<CallReply>
  /** `AutoPlayNextOff` · input: input (an input's number, title or key) */
  autoPlayNextOff(...args: FunctionArgs['AutoPlayNextOff']): Promise<CallReply>
  /** `AutoPlayNextOn` · input: input (an input's number, title or key) */
  autoPlayNextOn(...args: FunctionArgs['AutoPlayNextOn']): Promise<CallReply>
  /** `AutoPlayOff` · input: input (an input's number, title or key) */
  autoPlayOff(...args: FunctionArgs['AutoPlayOff']): Promise<CallReply>
  /** `AutoPlayOn` · input: input (an input's number, title or key) */
  autoPlayOn(...args: FunctionArgs['AutoPlayOn']): Promise<CallReply>
  /** `AutoRestartOff` · input: input (an input's number, title or key) */
  autoRestartOff(...args: FunctionArgs['AutoRestartOff']): Promise<CallReply>
  /** `AutoRestartOn` · input: input (an input's number, title or key) */
  autoRestartOn(...args: FunctionArgs['AutoRestartOn']): Promise<CallReply>
  /** `ColourCorrectionAuto` · input: input (an input's number, title or key) */
  colourCorrectionAuto(...args: FunctionArgs['ColourCorrectionAuto']): Promise<CallReply>
  /** `ColourCorrectionReset` · input: input (an input's number, title or key) */
  colourCorrectionReset(...args: FunctionArgs['ColourCorrectionReset']): Promise<CallReply>
  /** `CreateVirtualInput` · input: input (an input's number, title or key) */
  createVirtualInput(...args: FunctionArgs['CreateVirtualInput']): Promise<CallReply>
  /** `DeinterlaceOff` · input: input (an input's number, title or key) */
  deinterlaceOff(...args: FunctionArgs['DeinterlaceOff']): Promise<CallReply>
  /** `DeinterlaceOn` · input: input (an input's number, title or key) */
  deinterlaceOn(...args: FunctionArgs['DeinterlaceOn']): Promise<CallReply>
  /** `Effect1` · input: input (an input's number, title or key) · vMix 27 and up */
  effect1(...args: FunctionArgs['Effect1']): Promise<CallReply>
  /** `Effect2` · input: input (an input's number, title or key) · vMix 27 and up */
  effect2(...args: FunctionArgs['Effect2']): Promise<CallReply>
  /** `Effect3` · input: input (an input's number, title or key) · vMix 27 and up */
  effect3(...args: FunctionArgs['Effect3']): Promise<CallReply>
  /** `Effect4` · input: input (an input's number, title or key) · vMix 27 and up */
  effect4(...args: FunctionArgs['Effect4']): Promise<CallReply>
  /** `Effect1Off` · input: input (an input's number, title or key) · vMix 27 and up */
  effect1Off(...args: FunctionArgs['Effect1Off']): Promise<CallReply>
  /** `Effect2Off` · input: input (an input's number, title or key) · vMix 27 and up */
  effect2Off(...args: FunctionArgs['Effect2Off']): Promise<CallReply>
  /** `Effect3Off` · input: input (an input's number, title or key) · vMix 27 and up */
  effect3Off(...args: FunctionArgs['Effect3Off']): Promise<CallReply>
  /** `Effect4Off` · input: input (an input's number, title or key) · vMix 27 and up */
  effect4Off(...args: FunctionArgs['Effect4Off']): Promise<CallReply>
  /** `Effect1On` · input: input (an input's number, title or key) · vMix 27 and up */
  effect1On(...args: FunctionArgs['Effect1On']): Promise<CallReply>
  /** `Effect2On` · input: input (an input's number, title or key) · vMix 27 and up */
  effect2On(...args: FunctionArgs['Effect2On']): Promise<CallReply>
  /** `Effect3On` · input: input (an input's number, title or key) · vMix 27 and up */
  effect3On(...args: FunctionArgs['Effect3On']): Promise<CallReply>
  /** `Effect4On` · input: input (an input's number, title or key) · vMix 27 and up */
  effect4On(...args: FunctionArgs['Effect4On']): Promise<CallReply>
  /** `GO`, parameters not known · vMix 29 and up */
  go(...args: FunctionArgs['GO']): Promise<CallReply>
  /** `InputPreviewHide` · input: input (an input's number, title or key) */
  inputPreviewHide(...args: FunctionArgs['InputPreviewHide']): Promise<CallReply>
  /** `InputPreviewShow` · input: input (an input's number, title or key) */
  inputPreviewShow(...args: FunctionArgs['InputPreviewShow']): Promise<CallReply>
  /** `InputPreviewShowHide` · input: input (an input's number, title or key) */
  inputPreviewShowHide(...args: FunctionArgs['InputPreviewShowHide']): Promise<CallReply>
  /** `LayerOff` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10) · vMix 24 and up */
  layerOff(...args: FunctionArgs['LayerOff']): Promise<CallReply>
  /** `LayerOn` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10) · vMix 24 and up */
  layerOn(...args: FunctionArgs['LayerOn']): Promise<CallReply>
  /** `LayerOnOff` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10) · vMix 24 and up */
  layerOnOff(...args: FunctionArgs['LayerOnOff']): Promise<CallReply>
  /** `ListAdd` · input: input (an input's number, title or key); value: file (text) */
  listAdd(...args: FunctionArgs['ListAdd']): Promise<CallReply>
  /** `ListExport` · input: input (an input's number, title or key); value: file (text) */
  listExport(...args: FunctionArgs['ListExport']): Promise<CallReply>
  /** `ListPlayOut` · input: input (an input's number, title or key) */
  listPlayOut(...args: FunctionArgs['ListPlayOut']): Promise<CallReply>
  /** `ListRemove` · input: input (an input's number, title or key); value: item (a whole number from 1) */
  listRemove(...args: FunctionArgs['ListRemove']): Promise<CallReply>
  /** `ListRemoveAll` · input: input (an input's number, title or key) */
  listRemoveAll(...args: FunctionArgs['ListRemoveAll']): Promise<CallReply>
  /** `ListShowHide` · input: input (an input's number, title or key) */
  listShowHide(...args: FunctionArgs['ListShowHide']): Promise<CallReply>
  /** `ListShuffle` · input: input (an input's number, title or key) */
  listShuffle(...args: FunctionArgs['ListShuffle']): Promise<CallReply>
  /** `LivePlayPause` · input: input (an input's number, title or key) · vMix 23 and up */
  livePlayPause(...args: FunctionArgs['LivePlayPause']): Promise<CallReply>
  /** `Loop` · input: input (an input's number, title or key) · vMix 27 and up */
  loop(...args: FunctionArgs['Loop']): Promise<CallReply>
  /** `LoopOff` · input: input (an input's number, title or key) */
  loopOff(...args: FunctionArgs['LoopOff']): Promise<CallReply>
  /** `LoopOn` · input: input (an input's number, title or key) */
  loopOn(...args: FunctionArgs['LoopOn']): Promise<CallReply>
  /** `MarkIn` · input: input (an input's number, title or key) */
  markIn(...args: FunctionArgs['MarkIn']): Promise<CallReply>
  /** `MarkOut` · input: input (an input's number, title or key) */
  markOut(...args: FunctionArgs['MarkOut']): Promise<CallReply>
  /** `MarkReset` · input: input (an input's number, title or key) */
  markReset(...args: FunctionArgs['MarkReset']): Promise<CallReply>
  /** `MarkResetIn` · input: input (an input's number, title or key) */
  markResetIn(...args: FunctionArgs['MarkResetIn']): Promise<CallReply>
  /** `MarkResetOut` · input: input (an input's number, title or key) */
  markResetOut(...args: FunctionArgs['MarkResetOut']): Promise<CallReply>
  /** `MirrorOff` · input: input (an input's number, title or key) */
  mirrorOff(...args: FunctionArgs['MirrorOff']): Promise<CallReply>
  /** `MirrorOn` · input: input (an input's number, title or key) */
  mirrorOn(...args: FunctionArgs['MirrorOn']): Promise<CallReply>
  /** `MoveInput` · input: input (an input's number, title or key); value: number (a whole number from 1) */
  moveInput(...args: FunctionArgs['MoveInput']): Promise<CallReply>
  /** `MoveLayer` · input: input (an input's number, title or key); value: from (a whole number from 1 to 10), to (a whole number from 1 to 10) · vMix 24 and up */
  moveLayer(...args: FunctionArgs['MoveLayer']): Promise<CallReply>
  /** `NextItem` · input: input (an input's number, title or key) */
  nextItem(...args: FunctionArgs['NextItem']): Promise<CallReply>
  /** `NextPicture` · input: input (an input's number, title or key) */
  nextPicture(...args: FunctionArgs['NextPicture']): Promise<CallReply>
  /** `Pause` · input: input (an input's number, title or key) */
  pause(...args: FunctionArgs['Pause']): Promise<CallReply>
  /** `Play` · input: input (an input's number, title or key) */
  play(...args: FunctionArgs['Play']): Promise<CallReply>
  /** `PlayPause` · input: input (an input's number, title or key) */
  playPause(...args: FunctionArgs['PlayPause']): Promise<CallReply>
  /** `PreviewInput` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  previewInput(...args: FunctionArgs['PreviewInput']): Promise<CallReply>
  /** `PreviewInputNext` */
  previewInputNext(...args: FunctionArgs['PreviewInputNext']): Promise<CallReply>
  /** `PreviewInputPrevious` */
  previewInputPrevious(...args: FunctionArgs['PreviewInputPrevious']): Promise<CallReply>
  /** `PreviousItem` · input: input (an input's number, title or key) */
  previousItem(...args: FunctionArgs['PreviousItem']): Promise<CallReply>
  /** `PreviousPicture` · input: input (an input's number, title or key) */
  previousPicture(...args: FunctionArgs['PreviousPicture']): Promise<CallReply>
  /** `RemoveInput` · input: input (an input's number, title or key) */
  removeInput(...args: FunctionArgs['RemoveInput']): Promise<CallReply>
  /** `ResetInput` · input: input (an input's number, title or key) */
  resetInput(...args: FunctionArgs['ResetInput']): Promise<CallReply>
  /** `Restart` · input: input (an input's number, title or key) */
  restart(...args: FunctionArgs['Restart']): Promise<CallReply>
  /** `SaveVideoDelay` · input: input (an input's number, title or key); duration: ms (a whole number from 0) */
  saveVideoDelay(...args: FunctionArgs['SaveVideoDelay']): Promise<CallReply>
  /** `SelectCategory` · value: category (one of All, Red, Green, Orange, Purple, Aqua, Blue) */
  selectCategory(...args: FunctionArgs['SelectCategory']): Promise<CallReply>
  /** `SelectIndex` · input: input (an input's number, title or key); value: item (a whole number from 1) */
  selectIndex(...args: FunctionArgs['SelectIndex']): Promise<CallReply>
  /** `SetAlpha` · input: input (an input's number, title or key); value: alpha (a whole number from 0 to 255) */
  setAlpha(...args: FunctionArgs['SetAlpha']): Promise<CallReply>
  /** `SetCCGainB` · input: input (an input's number, title or key); value: gain (a number from 0 to 2) */
  setCCGainB(...args: FunctionArgs['SetCCGainB']): Promise<CallReply>
  /** `SetCCGainG` · input: input (an input's number, title or key); value: gain (a number from 0 to 2) */
  setCCGainG(...args: FunctionArgs['SetCCGainG']): Promise<CallReply>
  /** `SetCCGainR` · input: input (an input's number, title or key); value: gain (a number from 0 to 2) */
  setCCGainR(...args: FunctionArgs['SetCCGainR']): Promise<CallReply>
  /** `SetCCGainRGB` · input: input (an input's number, title or key); value: gain (a number from 0 to 2) */
  setCCGainRGB(...args: FunctionArgs['SetCCGainRGB']): Promise<CallReply>
  /** `SetCCGainY` · input: input (an input's number, title or key); value: gain (a number from 0 to 2) · vMix 27 and up */
  setCCGainY(...args: FunctionArgs['SetCCGainY']): Promise<CallReply>
  /** `SetCCGammaB` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCGammaB(...args: FunctionArgs['SetCCGammaB']): Promise<CallReply>
  /** `SetCCGammaG` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCGammaG(...args: FunctionArgs['SetCCGammaG']): Promise<CallReply>
  /** `SetCCGammaR` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCGammaR(...args: FunctionArgs['SetCCGammaR']): Promise<CallReply>
  /** `SetCCGammaRGB` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCGammaRGB(...args: FunctionArgs['SetCCGammaRGB']): Promise<CallReply>
  /** `SetCCGammaY` · input: input (an input's number, title or key); value: a number from -1 to 1 · vMix 27 and up */
  setCCGammaY(...args: FunctionArgs['SetCCGammaY']): Promise<CallReply>
  /** `SetCCHue` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCHue(...args: FunctionArgs['SetCCHue']): Promise<CallReply>
  /** `SetCCLiftB` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCLiftB(...args: FunctionArgs['SetCCLiftB']): Promise<CallReply>
  /** `SetCCLiftG` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCLiftG(...args: FunctionArgs['SetCCLiftG']): Promise<CallReply>
  /** `SetCCLiftR` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCLiftR(...args: FunctionArgs['SetCCLiftR']): Promise<CallReply>
  /** `SetCCLiftRGB` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCLiftRGB(...args: FunctionArgs['SetCCLiftRGB']): Promise<CallReply>
  /** `SetCCLiftY` · input: input (an input's number, title or key); value: a number from -1 to 1 · vMix 27 and up */
  setCCLiftY(...args: FunctionArgs['SetCCLiftY']): Promise<CallReply>
  /** `SetCCSaturation` · input: input (an input's number, title or key); value: a number from -1 to 1 */
  setCCSaturation(...args: FunctionArgs['SetCCSaturation']): Promise<CallReply>
  /** `SetCrop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setCrop(...args: FunctionArgs['SetCrop']): Promise<CallReply>
  /** `SetCropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setCropX1(...args: FunctionArgs['SetCropX1']): Promise<CallReply>
  /** `SetCropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setCropX2(...args: FunctionArgs['SetCropX2']): Promise<CallReply>
  /** `SetCropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setCropY1(...args: FunctionArgs['SetCropY1']): Promise<CallReply>
  /** `SetCropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setCropY2(...args: FunctionArgs['SetCropY2']): Promise<CallReply>
  /** `SetDynamicInput1` · value: input (an input's number, title or key) · vMix 24 and up */
  setDynamicInput1(...args: FunctionArgs['SetDynamicInput1']): Promise<CallReply>
  /** `SetDynamicInput2` · value: input (an input's number, title or key) · vMix 24 and up */
  setDynamicInput2(...args: FunctionArgs['SetDynamicInput2']): Promise<CallReply>
  /** `SetDynamicInput3` · value: input (an input's number, title or key) · vMix 24 and up */
  setDynamicInput3(...args: FunctionArgs['SetDynamicInput3']): Promise<CallReply>
  /** `SetDynamicInput4` · value: input (an input's number, title or key) · vMix 24 and up */
  setDynamicInput4(...args: FunctionArgs['SetDynamicInput4']): Promise<CallReply>
  /** `SetEffect1Strength` · input: input (an input's number, title or key); value: strength (a number from 0 to 1) · vMix 27 and up */
  setEffect1Strength(...args: FunctionArgs['SetEffect1Strength']): Promise<CallReply>
  /** `SetEffect2Strength` · input: input (an input's number, title or key); value: strength (a number from 0 to 1) · vMix 27 and up */
  setEffect2Strength(...args: FunctionArgs['SetEffect2Strength']): Promise<CallReply>
  /** `SetEffect3Strength` · input: input (an input's number, title or key); value: strength (a number from 0 to 1) · vMix 27 and up */
  setEffect3Strength(...args: FunctionArgs['SetEffect3Strength']): Promise<CallReply>
  /** `SetEffect4Strength` · input: input (an input's number, title or key); value: strength (a number from 0 to 1) · vMix 27 and up */
  setEffect4Strength(...args: FunctionArgs['SetEffect4Strength']): Promise<CallReply>
  /** `SetFrameDelay` · input: input (an input's number, title or key); value: frames (a whole number from 0) · vMix 27 and up */
  setFrameDelay(...args: FunctionArgs['SetFrameDelay']): Promise<CallReply>
  /** `SetInputName` · input: input (an input's number, title or key); value: name (text) */
  setInputName(...args: FunctionArgs['SetInputName']): Promise<CallReply>
  /** `SetLayer` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10), source (an input's number, title or key) · vMix 24 and up */
  setLayer(...args: FunctionArgs['SetLayer']): Promise<CallReply>
  /** `SetLayer1Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer1Crop(...args: FunctionArgs['SetLayer1Crop']): Promise<CallReply>
  /** `SetLayer2Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer2Crop(...args: FunctionArgs['SetLayer2Crop']): Promise<CallReply>
  /** `SetLayer3Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer3Crop(...args: FunctionArgs['SetLayer3Crop']): Promise<CallReply>
  /** `SetLayer4Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer4Crop(...args: FunctionArgs['SetLayer4Crop']): Promise<CallReply>
  /** `SetLayer5Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer5Crop(...args: FunctionArgs['SetLayer5Crop']): Promise<CallReply>
  /** `SetLayer6Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer6Crop(...args: FunctionArgs['SetLayer6Crop']): Promise<CallReply>
  /** `SetLayer7Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer7Crop(...args: FunctionArgs['SetLayer7Crop']): Promise<CallReply>
  /** `SetLayer8Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer8Crop(...args: FunctionArgs['SetLayer8Crop']): Promise<CallReply>
  /** `SetLayer9Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer9Crop(...args: FunctionArgs['SetLayer9Crop']): Promise<CallReply>
  /** `SetLayer10Crop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayer10Crop(...args: FunctionArgs['SetLayer10Crop']): Promise<CallReply>
  /** `SetLayer1CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer1CropX1(...args: FunctionArgs['SetLayer1CropX1']): Promise<CallReply>
  /** `SetLayer2CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer2CropX1(...args: FunctionArgs['SetLayer2CropX1']): Promise<CallReply>
  /** `SetLayer3CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer3CropX1(...args: FunctionArgs['SetLayer3CropX1']): Promise<CallReply>
  /** `SetLayer4CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer4CropX1(...args: FunctionArgs['SetLayer4CropX1']): Promise<CallReply>
  /** `SetLayer5CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer5CropX1(...args: FunctionArgs['SetLayer5CropX1']): Promise<CallReply>
  /** `SetLayer6CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer6CropX1(...args: FunctionArgs['SetLayer6CropX1']): Promise<CallReply>
  /** `SetLayer7CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer7CropX1(...args: FunctionArgs['SetLayer7CropX1']): Promise<CallReply>
  /** `SetLayer8CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer8CropX1(...args: FunctionArgs['SetLayer8CropX1']): Promise<CallReply>
  /** `SetLayer9CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer9CropX1(...args: FunctionArgs['SetLayer9CropX1']): Promise<CallReply>
  /** `SetLayer10CropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer10CropX1(...args: FunctionArgs['SetLayer10CropX1']): Promise<CallReply>
  /** `SetLayer1CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer1CropX2(...args: FunctionArgs['SetLayer1CropX2']): Promise<CallReply>
  /** `SetLayer2CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer2CropX2(...args: FunctionArgs['SetLayer2CropX2']): Promise<CallReply>
  /** `SetLayer3CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer3CropX2(...args: FunctionArgs['SetLayer3CropX2']): Promise<CallReply>
  /** `SetLayer4CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer4CropX2(...args: FunctionArgs['SetLayer4CropX2']): Promise<CallReply>
  /** `SetLayer5CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer5CropX2(...args: FunctionArgs['SetLayer5CropX2']): Promise<CallReply>
  /** `SetLayer6CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer6CropX2(...args: FunctionArgs['SetLayer6CropX2']): Promise<CallReply>
  /** `SetLayer7CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer7CropX2(...args: FunctionArgs['SetLayer7CropX2']): Promise<CallReply>
  /** `SetLayer8CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer8CropX2(...args: FunctionArgs['SetLayer8CropX2']): Promise<CallReply>
  /** `SetLayer9CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer9CropX2(...args: FunctionArgs['SetLayer9CropX2']): Promise<CallReply>
  /** `SetLayer10CropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer10CropX2(...args: FunctionArgs['SetLayer10CropX2']): Promise<CallReply>
  /** `SetLayer1CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer1CropY1(...args: FunctionArgs['SetLayer1CropY1']): Promise<CallReply>
  /** `SetLayer2CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer2CropY1(...args: FunctionArgs['SetLayer2CropY1']): Promise<CallReply>
  /** `SetLayer3CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer3CropY1(...args: FunctionArgs['SetLayer3CropY1']): Promise<CallReply>
  /** `SetLayer4CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer4CropY1(...args: FunctionArgs['SetLayer4CropY1']): Promise<CallReply>
  /** `SetLayer5CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer5CropY1(...args: FunctionArgs['SetLayer5CropY1']): Promise<CallReply>
  /** `SetLayer6CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer6CropY1(...args: FunctionArgs['SetLayer6CropY1']): Promise<CallReply>
  /** `SetLayer7CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer7CropY1(...args: FunctionArgs['SetLayer7CropY1']): Promise<CallReply>
  /** `SetLayer8CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer8CropY1(...args: FunctionArgs['SetLayer8CropY1']): Promise<CallReply>
  /** `SetLayer9CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer9CropY1(...args: FunctionArgs['SetLayer9CropY1']): Promise<CallReply>
  /** `SetLayer10CropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer10CropY1(...args: FunctionArgs['SetLayer10CropY1']): Promise<CallReply>
  /** `SetLayer1CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer1CropY2(...args: FunctionArgs['SetLayer1CropY2']): Promise<CallReply>
  /** `SetLayer2CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer2CropY2(...args: FunctionArgs['SetLayer2CropY2']): Promise<CallReply>
  /** `SetLayer3CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer3CropY2(...args: FunctionArgs['SetLayer3CropY2']): Promise<CallReply>
  /** `SetLayer4CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer4CropY2(...args: FunctionArgs['SetLayer4CropY2']): Promise<CallReply>
  /** `SetLayer5CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer5CropY2(...args: FunctionArgs['SetLayer5CropY2']): Promise<CallReply>
  /** `SetLayer6CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer6CropY2(...args: FunctionArgs['SetLayer6CropY2']): Promise<CallReply>
  /** `SetLayer7CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer7CropY2(...args: FunctionArgs['SetLayer7CropY2']): Promise<CallReply>
  /** `SetLayer8CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer8CropY2(...args: FunctionArgs['SetLayer8CropY2']): Promise<CallReply>
  /** `SetLayer9CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer9CropY2(...args: FunctionArgs['SetLayer9CropY2']): Promise<CallReply>
  /** `SetLayer10CropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayer10CropY2(...args: FunctionArgs['SetLayer10CropY2']): Promise<CallReply>
  /** `SetLayer1Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer1Height(...args: FunctionArgs['SetLayer1Height']): Promise<CallReply>
  /** `SetLayer2Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer2Height(...args: FunctionArgs['SetLayer2Height']): Promise<CallReply>
  /** `SetLayer3Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer3Height(...args: FunctionArgs['SetLayer3Height']): Promise<CallReply>
  /** `SetLayer4Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer4Height(...args: FunctionArgs['SetLayer4Height']): Promise<CallReply>
  /** `SetLayer5Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer5Height(...args: FunctionArgs['SetLayer5Height']): Promise<CallReply>
  /** `SetLayer6Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer6Height(...args: FunctionArgs['SetLayer6Height']): Promise<CallReply>
  /** `SetLayer7Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer7Height(...args: FunctionArgs['SetLayer7Height']): Promise<CallReply>
  /** `SetLayer8Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer8Height(...args: FunctionArgs['SetLayer8Height']): Promise<CallReply>
  /** `SetLayer9Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer9Height(...args: FunctionArgs['SetLayer9Height']): Promise<CallReply>
  /** `SetLayer10Height` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer10Height(...args: FunctionArgs['SetLayer10Height']): Promise<CallReply>
  /** `SetLayer1PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer1PanX(...args: FunctionArgs['SetLayer1PanX']): Promise<CallReply>
  /** `SetLayer2PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer2PanX(...args: FunctionArgs['SetLayer2PanX']): Promise<CallReply>
  /** `SetLayer3PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer3PanX(...args: FunctionArgs['SetLayer3PanX']): Promise<CallReply>
  /** `SetLayer4PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer4PanX(...args: FunctionArgs['SetLayer4PanX']): Promise<CallReply>
  /** `SetLayer5PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer5PanX(...args: FunctionArgs['SetLayer5PanX']): Promise<CallReply>
  /** `SetLayer6PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer6PanX(...args: FunctionArgs['SetLayer6PanX']): Promise<CallReply>
  /** `SetLayer7PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer7PanX(...args: FunctionArgs['SetLayer7PanX']): Promise<CallReply>
  /** `SetLayer8PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer8PanX(...args: FunctionArgs['SetLayer8PanX']): Promise<CallReply>
  /** `SetLayer9PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer9PanX(...args: FunctionArgs['SetLayer9PanX']): Promise<CallReply>
  /** `SetLayer10PanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer10PanX(...args: FunctionArgs['SetLayer10PanX']): Promise<CallReply>
  /** `SetLayer1PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer1PanY(...args: FunctionArgs['SetLayer1PanY']): Promise<CallReply>
  /** `SetLayer2PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer2PanY(...args: FunctionArgs['SetLayer2PanY']): Promise<CallReply>
  /** `SetLayer3PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer3PanY(...args: FunctionArgs['SetLayer3PanY']): Promise<CallReply>
  /** `SetLayer4PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer4PanY(...args: FunctionArgs['SetLayer4PanY']): Promise<CallReply>
  /** `SetLayer5PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer5PanY(...args: FunctionArgs['SetLayer5PanY']): Promise<CallReply>
  /** `SetLayer6PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer6PanY(...args: FunctionArgs['SetLayer6PanY']): Promise<CallReply>
  /** `SetLayer7PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer7PanY(...args: FunctionArgs['SetLayer7PanY']): Promise<CallReply>
  /** `SetLayer8PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer8PanY(...args: FunctionArgs['SetLayer8PanY']): Promise<CallReply>
  /** `SetLayer9PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer9PanY(...args: FunctionArgs['SetLayer9PanY']): Promise<CallReply>
  /** `SetLayer10PanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayer10PanY(...args: FunctionArgs['SetLayer10PanY']): Promise<CallReply>
  /** `SetLayer1Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer1Rectangle(...args: FunctionArgs['SetLayer1Rectangle']): Promise<CallReply>
  /** `SetLayer2Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer2Rectangle(...args: FunctionArgs['SetLayer2Rectangle']): Promise<CallReply>
  /** `SetLayer3Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer3Rectangle(...args: FunctionArgs['SetLayer3Rectangle']): Promise<CallReply>
  /** `SetLayer4Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer4Rectangle(...args: FunctionArgs['SetLayer4Rectangle']): Promise<CallReply>
  /** `SetLayer5Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer5Rectangle(...args: FunctionArgs['SetLayer5Rectangle']): Promise<CallReply>
  /** `SetLayer6Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer6Rectangle(...args: FunctionArgs['SetLayer6Rectangle']): Promise<CallReply>
  /** `SetLayer7Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer7Rectangle(...args: FunctionArgs['SetLayer7Rectangle']): Promise<CallReply>
  /** `SetLayer8Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer8Rectangle(...args: FunctionArgs['SetLayer8Rectangle']): Promise<CallReply>
  /** `SetLayer9Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer9Rectangle(...args: FunctionArgs['SetLayer9Rectangle']): Promise<CallReply>
  /** `SetLayer10Rectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayer10Rectangle(...args: FunctionArgs['SetLayer10Rectangle']): Promise<CallReply>
  /** `SetLayer1Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer1Width(...args: FunctionArgs['SetLayer1Width']): Promise<CallReply>
  /** `SetLayer2Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer2Width(...args: FunctionArgs['SetLayer2Width']): Promise<CallReply>
  /** `SetLayer3Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer3Width(...args: FunctionArgs['SetLayer3Width']): Promise<CallReply>
  /** `SetLayer4Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer4Width(...args: FunctionArgs['SetLayer4Width']): Promise<CallReply>
  /** `SetLayer5Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer5Width(...args: FunctionArgs['SetLayer5Width']): Promise<CallReply>
  /** `SetLayer6Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer6Width(...args: FunctionArgs['SetLayer6Width']): Promise<CallReply>
  /** `SetLayer7Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer7Width(...args: FunctionArgs['SetLayer7Width']): Promise<CallReply>
  /** `SetLayer8Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer8Width(...args: FunctionArgs['SetLayer8Width']): Promise<CallReply>
  /** `SetLayer9Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer9Width(...args: FunctionArgs['SetLayer9Width']): Promise<CallReply>
  /** `SetLayer10Width` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer10Width(...args: FunctionArgs['SetLayer10Width']): Promise<CallReply>
  /** `SetLayer1X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer1X(...args: FunctionArgs['SetLayer1X']): Promise<CallReply>
  /** `SetLayer2X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer2X(...args: FunctionArgs['SetLayer2X']): Promise<CallReply>
  /** `SetLayer3X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer3X(...args: FunctionArgs['SetLayer3X']): Promise<CallReply>
  /** `SetLayer4X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer4X(...args: FunctionArgs['SetLayer4X']): Promise<CallReply>
  /** `SetLayer5X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer5X(...args: FunctionArgs['SetLayer5X']): Promise<CallReply>
  /** `SetLayer6X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer6X(...args: FunctionArgs['SetLayer6X']): Promise<CallReply>
  /** `SetLayer7X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer7X(...args: FunctionArgs['SetLayer7X']): Promise<CallReply>
  /** `SetLayer8X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer8X(...args: FunctionArgs['SetLayer8X']): Promise<CallReply>
  /** `SetLayer9X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer9X(...args: FunctionArgs['SetLayer9X']): Promise<CallReply>
  /** `SetLayer10X` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer10X(...args: FunctionArgs['SetLayer10X']): Promise<CallReply>
  /** `SetLayer1Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer1Y(...args: FunctionArgs['SetLayer1Y']): Promise<CallReply>
  /** `SetLayer2Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer2Y(...args: FunctionArgs['SetLayer2Y']): Promise<CallReply>
  /** `SetLayer3Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer3Y(...args: FunctionArgs['SetLayer3Y']): Promise<CallReply>
  /** `SetLayer4Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer4Y(...args: FunctionArgs['SetLayer4Y']): Promise<CallReply>
  /** `SetLayer5Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer5Y(...args: FunctionArgs['SetLayer5Y']): Promise<CallReply>
  /** `SetLayer6Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer6Y(...args: FunctionArgs['SetLayer6Y']): Promise<CallReply>
  /** `SetLayer7Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer7Y(...args: FunctionArgs['SetLayer7Y']): Promise<CallReply>
  /** `SetLayer8Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer8Y(...args: FunctionArgs['SetLayer8Y']): Promise<CallReply>
  /** `SetLayer9Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer9Y(...args: FunctionArgs['SetLayer9Y']): Promise<CallReply>
  /** `SetLayer10Y` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayer10Y(...args: FunctionArgs['SetLayer10Y']): Promise<CallReply>
  /** `SetLayer1Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer1Zoom(...args: FunctionArgs['SetLayer1Zoom']): Promise<CallReply>
  /** `SetLayer2Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer2Zoom(...args: FunctionArgs['SetLayer2Zoom']): Promise<CallReply>
  /** `SetLayer3Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer3Zoom(...args: FunctionArgs['SetLayer3Zoom']): Promise<CallReply>
  /** `SetLayer4Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer4Zoom(...args: FunctionArgs['SetLayer4Zoom']): Promise<CallReply>
  /** `SetLayer5Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer5Zoom(...args: FunctionArgs['SetLayer5Zoom']): Promise<CallReply>
  /** `SetLayer6Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer6Zoom(...args: FunctionArgs['SetLayer6Zoom']): Promise<CallReply>
  /** `SetLayer7Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer7Zoom(...args: FunctionArgs['SetLayer7Zoom']): Promise<CallReply>
  /** `SetLayer8Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer8Zoom(...args: FunctionArgs['SetLayer8Zoom']): Promise<CallReply>
  /** `SetLayer9Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer9Zoom(...args: FunctionArgs['SetLayer9Zoom']): Promise<CallReply>
  /** `SetLayer10Zoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayer10Zoom(...args: FunctionArgs['SetLayer10Zoom']): Promise<CallReply>
  /** `SetLayerAnimated` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10), source (an input's number, title or key), duration (a whole number from 0) · vMix 27 and up */
  setLayerAnimated(...args: FunctionArgs['SetLayerAnimated']): Promise<CallReply>
  /** `SetLayerDynamicCrop` · input: input (an input's number, title or key); value: x1 (a number from 0 to 1), y1 (a number from 0 to 1), x2 (a number from 0 to 1), y2 (a number from 0 to 1) · vMix 27 and up */
  setLayerDynamicCrop(...args: FunctionArgs['SetLayerDynamicCrop']): Promise<CallReply>
  /** `SetLayerDynamicCropX1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayerDynamicCropX1(...args: FunctionArgs['SetLayerDynamicCropX1']): Promise<CallReply>
  /** `SetLayerDynamicCropX2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayerDynamicCropX2(...args: FunctionArgs['SetLayerDynamicCropX2']): Promise<CallReply>
  /** `SetLayerDynamicCropY1` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayerDynamicCropY1(...args: FunctionArgs['SetLayerDynamicCropY1']): Promise<CallReply>
  /** `SetLayerDynamicCropY2` · input: input (an input's number, title or key); value: a number from 0 to 1 · vMix 27 and up */
  setLayerDynamicCropY2(...args: FunctionArgs['SetLayerDynamicCropY2']): Promise<CallReply>
  /** `SetLayerDynamicHeight` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayerDynamicHeight(...args: FunctionArgs['SetLayerDynamicHeight']): Promise<CallReply>
  /** `SetLayerDynamicPanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayerDynamicPanX(...args: FunctionArgs['SetLayerDynamicPanX']): Promise<CallReply>
  /** `SetLayerDynamicPanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) · vMix 27 and up */
  setLayerDynamicPanY(...args: FunctionArgs['SetLayerDynamicPanY']): Promise<CallReply>
  /** `SetLayerDynamicRectangle` · input: input (an input's number, title or key); value: x (a number), y (a number), width (a number), height (a number) · vMix 27 and up */
  setLayerDynamicRectangle(...args: FunctionArgs['SetLayerDynamicRectangle']): Promise<CallReply>
  /** `SetLayerDynamicWidth` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayerDynamicWidth(...args: FunctionArgs['SetLayerDynamicWidth']): Promise<CallReply>
  /** `SetLayerDynamicX` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayerDynamicX(...args: FunctionArgs['SetLayerDynamicX']): Promise<CallReply>
  /** `SetLayerDynamicY` · input: input (an input's number, title or key); value: pixels (a number from -4096 to 4096) · vMix 27 and up */
  setLayerDynamicY(...args: FunctionArgs['SetLayerDynamicY']): Promise<CallReply>
  /** `SetLayerDynamicZoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) · vMix 27 and up */
  setLayerDynamicZoom(...args: FunctionArgs['SetLayerDynamicZoom']): Promise<CallReply>
  /** `SetPanX` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) */
  setPanX(...args: FunctionArgs['SetPanX']): Promise<CallReply>
  /** `SetPanY` · input: input (an input's number, title or key); value: pan (a number from -2 to 2) */
  setPanY(...args: FunctionArgs['SetPanY']): Promise<CallReply>
  /** `SetPictureEffect` · input: input (an input's number, title or key); value: transition (a transition's name) */
  setPictureEffect(...args: FunctionArgs['SetPictureEffect']): Promise<CallReply>
  /** `SetPictureEffectDuration` · input: input (an input's number, title or key); value: duration (a whole number from 0) */
  setPictureEffectDuration(...args: FunctionArgs['SetPictureEffectDuration']): Promise<CallReply>
  /** `SetPictureTransition` · input: input (an input's number, title or key); value: seconds (a number from 0) */
  setPictureTransition(...args: FunctionArgs['SetPictureTransition']): Promise<CallReply>
  /** `SetPosition` · input: input (an input's number, title or key); value: position (a whole number from 0) */
  setPosition(...args: FunctionArgs['SetPosition']): Promise<CallReply>
  /** `SetRate` · input: input (an input's number, title or key); value: speed (a number from 0.1 to 4) */
  setRate(...args: FunctionArgs['SetRate']): Promise<CallReply>
  /** `SetRateSlowMotion` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  setRateSlowMotion(...args: FunctionArgs['SetRateSlowMotion']): Promise<CallReply>
  /** `SetZoom` · input: input (an input's number, title or key); value: zoom (a number from 0 to 5) */
  setZoom(...args: FunctionArgs['SetZoom']): Promise<CallReply>
  /** `SharpenOff` · input: input (an input's number, title or key) */
  sharpenOff(...args: FunctionArgs['SharpenOff']): Promise<CallReply>
  /** `SharpenOn` · input: input (an input's number, title or key) */
  sharpenOn(...args: FunctionArgs['SharpenOn']): Promise<CallReply>
  /** `SwapLayerAnimated` · input: input (an input's number, title or key); value: from (a whole number from 1 to 10), to (a whole number from 1 to 10), duration (a whole number from 0) · vMix 27 and up */
  swapLayerAnimated(...args: FunctionArgs['SwapLayerAnimated']): Promise<CallReply>
  /** `VideoCallAudioSource` · input: input (an input's number, title or key); value: bus (one of Master, Headphones, BusA, BusB, BusC, BusD, BusE, BusF, BusG) */
  videoCallAudioSource(...args: FunctionArgs['VideoCallAudioSource']): Promise<CallReply>
  /** `VideoCallConnect` · input: input (an input's number, title or key); value: name (text), password (text) · vMix 28 and up */
  videoCallConnect(...args: FunctionArgs['VideoCallConnect']): Promise<CallReply>
  /** `VideoCallReconnect` · input: input (an input's number, title or key) · vMix 28 and up */
  videoCallReconnect(...args: FunctionArgs['VideoCallReconnect']): Promise<CallReply>
  /** `VideoCallVideoSource` · input: input (an input's number, title or key); value: output (one of Output1, Output2, Output3, Output4) */
  videoCallVideoSource(...args: FunctionArgs['VideoCallVideoSource']): Promise<CallReply>
  /** `VideoDelayStartRecording` · input: input (an input's number, title or key); duration: ms (a whole number from 0) */
  videoDelayStartRecording(...args: FunctionArgs['VideoDelayStartRecording']): Promise<CallReply>
  /** `VideoDelayStartStopRecording` · input: input (an input's number, title or key); duration: ms (a whole number from 0) */
  videoDelayStartStopRecording(...args: FunctionArgs['VideoDelayStartStopRecording']): Promise<CallReply>
  /** `VideoDelayStopRecording` · input: input (an input's number, title or key); duration: ms (a whole number from 0) */
  videoDelayStopRecording(...args: FunctionArgs['VideoDelayStopRecording']): Promise<CallReply>
  /** `WaitForCompletion` · input: input (an input's number, title or key); duration: ms (a whole number from 0) */
  waitForCompletion(...args: FunctionArgs['WaitForCompletion']): Promise<CallReply>
  /** `ZoomJoinMeeting` · input: input (an input's number, title or key); value: meeting (text), password (text) · vMix 28 and up */
  zoomJoinMeeting(...args: FunctionArgs['ZoomJoinMeeting']): Promise<CallReply>
  /** `ZoomMuteSelf` · input: input (an input's number, title or key) · vMix 27 and up */
  zoomMuteSelf(...args: FunctionArgs['ZoomMuteSelf']): Promise<CallReply>
  /** `ZoomSelectParticipantByName` · input: input (an input's number, title or key); value: name (text) · vMix 27 and up */
  zoomSelectParticipantByName(...args: FunctionArgs['ZoomSelectParticipantByName']): Promise<CallReply>
  /** `ZoomUnMuteSelf` · input: input (an input's number, title or key) · vMix 27 and up */
  zoomUnMuteSelf(...args: FunctionArgs['ZoomUnMuteSelf']): Promise<CallReply>
}

export interface OverlayFunctions {
  /** `MoveMultiViewOverlay` · input: input (an input's number, title or key); value: from (a whole number from 1 to 10), to (a whole number from 1 to 10) */
  moveMultiViewOverlay(...args: FunctionArgs['MoveMultiViewOverlay']): Promise<CallReply>
  /** `MultiViewOverlay` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10) */
  multiViewOverlay(...args: FunctionArgs['MultiViewOverlay']): Promise<CallReply>
  /** `MultiViewOverlayOff` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10) */
  multiViewOverlayOff(...args: FunctionArgs['MultiViewOverlayOff']): Promise<CallReply>
  /** `MultiViewOverlayOn` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10) */
  multiViewOverlayOn(...args: FunctionArgs['MultiViewOverlayOn']): Promise<CallReply>
  /** `OverlayInput1` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput1(...args: FunctionArgs['OverlayInput1']): Promise<CallReply>
  /** `OverlayInput2` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput2(...args: FunctionArgs['OverlayInput2']): Promise<CallReply>
  /** `OverlayInput3` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput3(...args: FunctionArgs['OverlayInput3']): Promise<CallReply>
  /** `OverlayInput4` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput4(...args: FunctionArgs['OverlayInput4']): Promise<CallReply>
  /** `OverlayInput1In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput1In(...args: FunctionArgs['OverlayInput1In']): Promise<CallReply>
  /** `OverlayInput2In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput2In(...args: FunctionArgs['OverlayInput2In']): Promise<CallReply>
  /** `OverlayInput3In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput3In(...args: FunctionArgs['OverlayInput3In']): Promise<CallReply>
  /** `OverlayInput4In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) */
  overlayInput4In(...args: FunctionArgs['OverlayInput4In']): Promise<CallReply>
  /** `OverlayInput1Last` · mix: mix (a whole number from 0 to 15) · vMix 25 and up */
  overlayInput1Last(...args: FunctionArgs['OverlayInput1Last']): Promise<CallReply>
  /** `OverlayInput2Last` · mix: mix (a whole number from 0 to 15) · vMix 25 and up */
  overlayInput2Last(...args: FunctionArgs['OverlayInput2Last']): Promise<CallReply>
  /** `OverlayInput3Last` · mix: mix (a whole number from 0 to 15) · vMix 25 and up */
  overlayInput3Last(...args: FunctionArgs['OverlayInput3Last']): Promise<CallReply>
  /** `OverlayInput4Last` · mix: mix (a whole number from 0 to 15) · vMix 25 and up */
  overlayInput4Last(...args: FunctionArgs['OverlayInput4Last']): Promise<CallReply>
  /** `OverlayInput1Off` */
  overlayInput1Off(...args: FunctionArgs['OverlayInput1Off']): Promise<CallReply>
  /** `OverlayInput2Off` */
  overlayInput2Off(...args: FunctionArgs['OverlayInput2Off']): Promise<CallReply>
  /** `OverlayInput3Off` */
  overlayInput3Off(...args: FunctionArgs['OverlayInput3Off']): Promise<CallReply>
  /** `OverlayInput4Off` */
  overlayInput4Off(...args: FunctionArgs['OverlayInput4Off']): Promise<CallReply>
  /** `OverlayInput1Out` */
  overlayInput1Out(...args: FunctionArgs['OverlayInput1Out']): Promise<CallReply>
  /** `OverlayInput2Out` */
  overlayInput2Out(...args: FunctionArgs['OverlayInput2Out']): Promise<CallReply>
  /** `OverlayInput3Out` */
  overlayInput3Out(...args: FunctionArgs['OverlayInput3Out']): Promise<CallReply>
  /** `OverlayInput4Out` */
  overlayInput4Out(...args: FunctionArgs['OverlayInput4Out']): Promise<CallReply>
  /** `OverlayInput1Zoom` */
  overlayInput1Zoom(...args: FunctionArgs['OverlayInput1Zoom']): Promise<CallReply>
  /** `OverlayInput2Zoom` */
  overlayInput2Zoom(...args: FunctionArgs['OverlayInput2Zoom']): Promise<CallReply>
  /** `OverlayInput3Zoom` */
  overlayInput3Zoom(...args: FunctionArgs['OverlayInput3Zoom']): Promise<CallReply>
  /** `OverlayInput4Zoom` */
  overlayInput4Zoom(...args: FunctionArgs['OverlayInput4Zoom']): Promise<CallReply>
  /** `OverlayInput5` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput5(...args: FunctionArgs['OverlayInput5']): Promise<CallReply>
  /** `OverlayInput6` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput6(...args: FunctionArgs['OverlayInput6']): Promise<CallReply>
  /** `OverlayInput7` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput7(...args: FunctionArgs['OverlayInput7']): Promise<CallReply>
  /** `OverlayInput8` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput8(...args: FunctionArgs['OverlayInput8']): Promise<CallReply>
  /** `OverlayInput5In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput5In(...args: FunctionArgs['OverlayInput5In']): Promise<CallReply>
  /** `OverlayInput6In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput6In(...args: FunctionArgs['OverlayInput6In']): Promise<CallReply>
  /** `OverlayInput7In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput7In(...args: FunctionArgs['OverlayInput7In']): Promise<CallReply>
  /** `OverlayInput8In` · input: input (an input's number, title or key); mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput8In(...args: FunctionArgs['OverlayInput8In']): Promise<CallReply>
  /** `OverlayInput5Last` · mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput5Last(...args: FunctionArgs['OverlayInput5Last']): Promise<CallReply>
  /** `OverlayInput6Last` · mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput6Last(...args: FunctionArgs['OverlayInput6Last']): Promise<CallReply>
  /** `OverlayInput7Last` · mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput7Last(...args: FunctionArgs['OverlayInput7Last']): Promise<CallReply>
  /** `OverlayInput8Last` · mix: mix (a whole number from 0 to 15) · vMix 29 and up */
  overlayInput8Last(...args: FunctionArgs['OverlayInput8Last']): Promise<CallReply>
  /** `OverlayInput5Off` · vMix 29 and up */
  overlayInput5Off(...args: FunctionArgs['OverlayInput5Off']): Promise<CallReply>
  /** `OverlayInput6Off` · vMix 29 and up */
  overlayInput6Off(...args: FunctionArgs['OverlayInput6Off']): Promise<CallReply>
  /** `OverlayInput7Off` · vMix 29 and up */
  overlayInput7Off(...args: FunctionArgs['OverlayInput7Off']): Promise<CallReply>
  /** `OverlayInput8Off` · vMix 29 and up */
  overlayInput8Off(...args: FunctionArgs['OverlayInput8Off']): Promise<CallReply>
  /** `OverlayInput5Out` · vMix 29 and up */
  overlayInput5Out(...args: FunctionArgs['OverlayInput5Out']): Promise<CallReply>
  /** `OverlayInput6Out` · vMix 29 and up */
  overlayInput6Out(...args: FunctionArgs['OverlayInput6Out']): Promise<CallReply>
  /** `OverlayInput7Out` · vMix 29 and up */
  overlayInput7Out(...args: FunctionArgs['OverlayInput7Out']): Promise<CallReply>
  /** `OverlayInput8Out` · vMix 29 and up */
  overlayInput8Out(...args: FunctionArgs['OverlayInput8Out']): Promise<CallReply>
  /** `OverlayInput5Zoom` · vMix 29 and up */
  overlayInput5Zoom(...args: FunctionArgs['OverlayInput5Zoom']): Promise<CallReply>
  /** `OverlayInput6Zoom` · vMix 29 and up */
  overlayInput6Zoom(...args: FunctionArgs['OverlayInput6Zoom']): Promise<CallReply>
  /** `OverlayInput7Zoom` · vMix 29 and up */
  overlayInput7Zoom(...args: FunctionArgs['OverlayInput7Zoom']): Promise<CallReply>
  /** `OverlayInput8Zoom` · vMix 29 and up */
  overlayInput8Zoom(...args: FunctionArgs['OverlayInput8Zoom']): Promise<CallReply>
  /** `OverlayInputAllOff` */
  overlayInputAllOff(...args: FunctionArgs['OverlayInputAllOff']): Promise<CallReply>
  /** `PreviewOverlayInput1` · input: input (an input's number, title or key) */
  previewOverlayInput1(...args: FunctionArgs['PreviewOverlayInput1']): Promise<CallReply>
  /** `PreviewOverlayInput2` · input: input (an input's number, title or key) */
  previewOverlayInput2(...args: FunctionArgs['PreviewOverlayInput2']): Promise<CallReply>
  /** `PreviewOverlayInput3` · input: input (an input's number, title or key) */
  previewOverlayInput3(...args: FunctionArgs['PreviewOverlayInput3']): Promise<CallReply>
  /** `PreviewOverlayInput4` · input: input (an input's number, title or key) */
  previewOverlayInput4(...args: FunctionArgs['PreviewOverlayInput4']): Promise<CallReply>
  /** `PreviewOverlayInput5` · input: input (an input's number, title or key) · vMix 29 and up */
  previewOverlayInput5(...args: FunctionArgs['PreviewOverlayInput5']): Promise<CallReply>
  /** `PreviewOverlayInput6` · input: input (an input's number, title or key) · vMix 29 and up */
  previewOverlayInput6(...args: FunctionArgs['PreviewOverlayInput6']): Promise<CallReply>
  /** `PreviewOverlayInput7` · input: input (an input's number, title or key) · vMix 29 and up */
  previewOverlayInput7(...args: FunctionArgs['PreviewOverlayInput7']): Promise<CallReply>
  /** `PreviewOverlayInput8` · input: input (an input's number, title or key) · vMix 29 and up */
  previewOverlayInput8(...args: FunctionArgs['PreviewOverlayInput8']): Promise<CallReply>
  /** `SetMultiViewOverlay` · input: input (an input's number, title or key); value: layer (a whole number from 1 to 10), source (an input's number, title or key) */
  setMultiViewOverlay(...args: FunctionArgs['SetMultiViewOverlay']): Promise<CallReply>
}

interface PlayListFunctions {
  /** `NextPlayListEntry` */
  nextPlayListEntry(...args: FunctionArgs['NextPlayListEntry']): Promise<CallReply>
  /** `PreviousPlayListEntry` */
  previousPlayListEntry(...args: FunctionArgs['PreviousPlayListEntry']): Promise<CallReply>
  /** `SelectPlayList` · value: playList (text) */
  selectPlayList(...args: FunctionArgs['SelectPlayList']): Promise<CallReply>
  /** `StartPlayList` */
  startPlayList(...args: FunctionArgs['StartPlayList']): Promise<CallReply>
  /** `StopPlayList` */
  stopPlayList(...args: FunctionArgs['StopPlayList']): Promise<CallReply>
}

interface ScriptingFunctions {
  /** `ScriptStart` · value: script (text) */
  start(...args: FunctionArgs['ScriptStart']): Promise<CallReply>
  /** `ScriptStartDynamic` · value: code (text) */
  startDynamic(...args: FunctionArgs['ScriptStartDynamic']): Promise<CallReply>
  /** `ScriptStop` · value: script (text) */
  stop(...args: FunctionArgs['ScriptStop']): Promise<CallReply>
  /** `ScriptStopAll` */
  stopAll(...args: FunctionArgs['ScriptStopAll']): Promise<CallReply>
  /** `ScriptStopDynamic` */
  stopDynamic(...args: FunctionArgs['ScriptStopDynamic']): Promise<CallReply>
}

interface ReplayFunctions {
  /** `ReplayACamera1` */
  aCamera1(...args: FunctionArgs['ReplayACamera1']): Promise<CallReply>
  /** `ReplayACamera2` */
  aCamera2(...args: FunctionArgs['ReplayACamera2']): Promise<CallReply>
  /** `ReplayACamera3` */
  aCamera3(...args: FunctionArgs['ReplayACamera3']): Promise<CallReply>
  /** `ReplayACamera4` */
  aCamera4(...args: FunctionArgs['ReplayACamera4']): Promise<CallReply>
  /** `ReplayACamera5` · vMix 24 and up */
  aCamera5(...args: FunctionArgs['ReplayACamera5']): Promise<CallReply>
  /** `ReplayACamera6` · vMix 24 and up */
  aCamera6(...args: FunctionArgs['ReplayACamera6']): Promise<CallReply>
  /** `ReplayACamera7` · vMix 24 and up */
  aCamera7(...args: FunctionArgs['ReplayACamera7']): Promise<CallReply>
  /** `ReplayACamera8` · vMix 24 and up */
  aCamera8(...args: FunctionArgs['ReplayACamera8']): Promise<CallReply>
  /** `ReplayAppendLastEventText` · value: text · vMix 29 and up */
  appendLastEventText(...args: FunctionArgs['ReplayAppendLastEventText']): Promise<CallReply>
  /** `ReplayAppendLastEventTextCamera` · value: camera (a whole number from 1 to 4), text · vMix 29 and up */
  appendLastEventTextCamera(...args: FunctionArgs['ReplayAppendLastEventTextCamera']): Promise<CallReply>
  /** `ReplayAppendSelectedEventText` · value: text · vMix 29 and up */
  appendSelectedEventText(...args: FunctionArgs['ReplayAppendSelectedEventText']): Promise<CallReply>
  /** `ReplayAppendSelectedEventTextCamera` · value: camera (a whole number from 1 to 4), text · vMix 29 and up */
  appendSelectedEventTextCamera(...args: FunctionArgs['ReplayAppendSelectedEventTextCamera']): Promise<CallReply>
  /** `ReplayBCamera1` */
  bCamera1(...args: FunctionArgs['ReplayBCamera1']): Promise<CallReply>
  /** `ReplayBCamera2` */
  bCamera2(...args: FunctionArgs['ReplayBCamera2']): Promise<CallReply>
  /** `ReplayBCamera3` */
  bCamera3(...args: FunctionArgs['ReplayBCamera3']): Promise<CallReply>
  /** `ReplayBCamera4` */
  bCamera4(...args: FunctionArgs['ReplayBCamera4']): Promise<CallReply>
  /** `ReplayBCamera5` · vMix 24 and up */
  bCamera5(...args: FunctionArgs['ReplayBCamera5']): Promise<CallReply>
  /** `ReplayBCamera6` · vMix 24 and up */
  bCamera6(...args: FunctionArgs['ReplayBCamera6']): Promise<CallReply>
  /** `ReplayBCamera7` · vMix 24 and up */
  bCamera7(...args: FunctionArgs['ReplayBCamera7']): Promise<CallReply>
  /** `ReplayBCamera8` · vMix 24 and up */
  bCamera8(...args: FunctionArgs['ReplayBCamera8']): Promise<CallReply>
  /** `ReplayCCamera1` · vMix 29 and up */
  cCamera1(...args: FunctionArgs['ReplayCCamera1']): Promise<CallReply>
  /** `ReplayCCamera2` · vMix 29 and up */
  cCamera2(...args: FunctionArgs['ReplayCCamera2']): Promise<CallReply>
  /** `ReplayCCamera3` · vMix 29 and up */
  cCamera3(...args: FunctionArgs['ReplayCCamera3']): Promise<CallReply>
  /** `ReplayCCamera4` · vMix 29 and up */
  cCamera4(...args: FunctionArgs['ReplayCCamera4']): Promise<CallReply>
  /** `ReplayCCamera5` · vMix 29 and up */
  cCamera5(...args: FunctionArgs['ReplayCCamera5']): Promise<CallReply>
  /** `ReplayCCamera6` · vMix 29 and up */
  cCamera6(...args: FunctionArgs['ReplayCCamera6']): Promise<CallReply>
  /** `ReplayCCamera7` · vMix 29 and up */
  cCamera7(...args: FunctionArgs['ReplayCCamera7']): Promise<CallReply>
  /** `ReplayCCamera8` · vMix 29 and up */
  cCamera8(...args: FunctionArgs['ReplayCCamera8']): Promise<CallReply>
  /** `ReplayCamera1` */
  camera1(...args: FunctionArgs['ReplayCamera1']): Promise<CallReply>
  /** `ReplayCamera2` */
  camera2(...args: FunctionArgs['ReplayCamera2']): Promise<CallReply>
  /** `ReplayCamera3` */
  camera3(...args: FunctionArgs['ReplayCamera3']): Promise<CallReply>
  /** `ReplayCamera4` */
  camera4(...args: FunctionArgs['ReplayCamera4']): Promise<CallReply>
  /** `ReplayCamera5` */
  camera5(...args: FunctionArgs['ReplayCamera5']): Promise<CallReply>
  /** `ReplayCamera6` */
  camera6(...args: FunctionArgs['ReplayCamera6']): Promise<CallReply>
  /** `ReplayCamera7` */
  camera7(...args: FunctionArgs['ReplayCamera7']): Promise<CallReply>
  /** `ReplayCamera8` */
  camera8(...args: FunctionArgs['ReplayCamera8']): Promise<CallReply>
  /** `ReplayChangeDirection` · channel: channel (one of Current, A, B) */
  changeDirection(...args: FunctionArgs['ReplayChangeDirection']): Promise<CallReply>
  /** `ReplayChangeSpeed` · value: speed (a number); channel: channel (one of Current, A, B) */
  changeSpeed(...args: FunctionArgs['ReplayChangeSpeed']): Promise<CallReply>
  /** `ReplayCopyLastEvent` · value: list (a whole number from 0 to 19) */
  copyLastEvent(...args: FunctionArgs['ReplayCopyLastEvent']): Promise<CallReply>
  /** `ReplayCopySelectedEvent` · value: list (a whole number from 0 to 19) */
  copySelectedEvent(...args: FunctionArgs['ReplayCopySelectedEvent']): Promise<CallReply>
  /** `ReplayDCamera1` · vMix 29 and up */
  dCamera1(...args: FunctionArgs['ReplayDCamera1']): Promise<CallReply>
  /** `ReplayDCamera2` · vMix 29 and up */
  dCamera2(...args: FunctionArgs['ReplayDCamera2']): Promise<CallReply>
  /** `ReplayDCamera3` · vMix 29 and up */
  dCamera3(...args: FunctionArgs['ReplayDCamera3']): Promise<CallReply>
  /** `ReplayDCamera4` · vMix 29 and up */
  dCamera4(...args: FunctionArgs['ReplayDCamera4']): Promise<CallReply>
  /** `ReplayDCamera5` · vMix 29 and up */
  dCamera5(...args: FunctionArgs['ReplayDCamera5']): Promise<CallReply>
  /** `ReplayDCamera6` · vMix 29 and up */
  dCamera6(...args: FunctionArgs['ReplayDCamera6']): Promise<CallReply>
  /** `ReplayDCamera7` · vMix 29 and up */
  dCamera7(...args: FunctionArgs['ReplayDCamera7']): Promise<CallReply>
  /** `ReplayDCamera8` · vMix 29 and up */
  dCamera8(...args: FunctionArgs['ReplayDCamera8']): Promise<CallReply>
  /** `ReplayDeleteLastEvent` · value: list (a whole number from 0 to 19); channel: channel (one of Current, A, B) · vMix 24 and up */
  deleteLastEvent(...args: FunctionArgs['ReplayDeleteLastEvent']): Promise<CallReply>
  /** `ReplayDeleteSelectedEvent` · value: list (a whole number from 0 to 19); channel: channel (one of Current, A, B) · vMix 24 and up */
  deleteSelectedEvent(...args: FunctionArgs['ReplayDeleteSelectedEvent']): Promise<CallReply>
  /** `ReplayDuplicateLastEvent` · value: list (a whole number from 0 to 19); channel: channel (one of Current, A, B) · vMix 24 and up */
  duplicateLastEvent(...args: FunctionArgs['ReplayDuplicateLastEvent']): Promise<CallReply>
  /** `ReplayDuplicateSelectedEvent` · value: list (a whole number from 0 to 19); channel: channel (one of Current, A, B) · vMix 24 and up */
  duplicateSelectedEvent(...args: FunctionArgs['ReplayDuplicateSelectedEvent']): Promise<CallReply>
  /** `ReplayExportLastEvent` · value: folder (text); channel: channel (one of Current, A, B) */
  exportLastEvent(...args: FunctionArgs['ReplayExportLastEvent']): Promise<CallReply>
  /** `ReplayFastBackward` · value: speed (a number from 1 to 30); channel: channel (one of Current, A, B) */
  fastBackward(...args: FunctionArgs['ReplayFastBackward']): Promise<CallReply>
  /** `ReplayFastForward` · value: speed (a number from 1 to 30); channel: channel (one of Current, A, B) */
  fastForward(...args: FunctionArgs['ReplayFastForward']): Promise<CallReply>
  /** `ReplayJumpFrames` · value: frames (a whole number); channel: channel (one of Current, A, B) */
  jumpFrames(...args: FunctionArgs['ReplayJumpFrames']): Promise<CallReply>
  /** `ReplayJumpFramesFastOff` · value: frames (a whole number); channel: channel (one of Current, A, B) · vMix 24 and up */
  jumpFramesFastOff(...args: FunctionArgs['ReplayJumpFramesFastOff']): Promise<CallReply>
  /** `ReplayJumpFramesFastOn` · value: frames (a whole number); channel: channel (one of Current, A, B) · vMix 24 and up */
  jumpFramesFastOn(...args: FunctionArgs['ReplayJumpFramesFastOn']): Promise<CallReply>
  /** `ReplayJumpToNow` · channel: channel (one of Current, A, B) */
  jumpToNow(...args: FunctionArgs['ReplayJumpToNow']): Promise<CallReply>
  /** `ReplayJumpToSelectedInPoint` · channel: channel (one of Current, A, B) · vMix 28 and up */
  jumpToSelectedInPoint(...args: FunctionArgs['ReplayJumpToSelectedInPoint']): Promise<CallReply>
  /** `ReplayJumpToSelectedOutPoint` · channel: channel (one of Current, A, B) · vMix 28 and up */
  jumpToSelectedOutPoint(...args: FunctionArgs['ReplayJumpToSelectedOutPoint']): Promise<CallReply>
  /** `ReplayLastEventCameraOff` · value: camera (a whole number from 1 to 4) */
  lastEventCameraOff(...args: FunctionArgs['ReplayLastEventCameraOff']): Promise<CallReply>
  /** `ReplayLastEventCameraOn` · value: camera (a whole number from 1 to 4) */
  lastEventCameraOn(...args: FunctionArgs['ReplayLastEventCameraOn']): Promise<CallReply>
  /** `ReplayLastEventSingleCameraOn` · value: camera (a whole number from 1 to 4) */
  lastEventSingleCameraOn(...args: FunctionArgs['ReplayLastEventSingleCameraOn']): Promise<CallReply>
  /** `ReplayLive` */
  live(...args: FunctionArgs['ReplayLive']): Promise<CallReply>
  /** `ReplayLiveToggle` */
  liveToggle(...args: FunctionArgs['ReplayLiveToggle']): Promise<CallReply>
  /** `ReplayMarkCancel` */
  markCancel(...args: FunctionArgs['ReplayMarkCancel']): Promise<CallReply>
  /** `ReplayMarkIn` */
  markIn(...args: FunctionArgs['ReplayMarkIn']): Promise<CallReply>
  /** `ReplayMarkInLive` */
  markInLive(...args: FunctionArgs['ReplayMarkInLive']): Promise<CallReply>
  /** `ReplayMarkInOut` · value: seconds (a number from 0) */
  markInOut(...args: FunctionArgs['ReplayMarkInOut']): Promise<CallReply>
  /** `ReplayMarkInOutLive` · value: seconds (a number from 0) */
  markInOutLive(...args: FunctionArgs['ReplayMarkInOutLive']): Promise<CallReply>
  /** `ReplayMarkInOutLiveFuture` · value: seconds (a number from 0) · vMix 26 and up */
  markInOutLiveFuture(...args: FunctionArgs['ReplayMarkInOutLiveFuture']): Promise<CallReply>
  /** `ReplayMarkInOutRecorded` · value: seconds (a number from 0) */
  markInOutRecorded(...args: FunctionArgs['ReplayMarkInOutRecorded']): Promise<CallReply>
  /** `ReplayMarkInRecorded` */
  markInRecorded(...args: FunctionArgs['ReplayMarkInRecorded']): Promise<CallReply>
  /** `ReplayMarkInRecordedNow` */
  markInRecordedNow(...args: FunctionArgs['ReplayMarkInRecordedNow']): Promise<CallReply>
  /** `ReplayMarkOut` */
  markOut(...args: FunctionArgs['ReplayMarkOut']): Promise<CallReply>
  /** `ReplayMoveLastEvent` · value: list (a whole number from 0 to 19) */
  moveLastEvent(...args: FunctionArgs['ReplayMoveLastEvent']): Promise<CallReply>
  /** `ReplayMoveSelectedEvent` · value: list (a whole number from 0 to 19) */
  moveSelectedEvent(...args: FunctionArgs['ReplayMoveSelectedEvent']): Promise<CallReply>
  /** `ReplayMoveSelectedEventDown` */
  moveSelectedEventDown(...args: FunctionArgs['ReplayMoveSelectedEventDown']): Promise<CallReply>
  /** `ReplayMoveSelectedEventUp` */
  moveSelectedEventUp(...args: FunctionArgs['ReplayMoveSelectedEventUp']): Promise<CallReply>
  /** `ReplayMoveSelectedInPoint` · value: frames (a whole number); channel: channel (one of Current, A, B) */
  moveSelectedInPoint(...args: FunctionArgs['ReplayMoveSelectedInPoint']): Promise<CallReply>
  /** `ReplayMoveSelectedOutPoint` · value: frames (a whole number); channel: channel (one of Current, A, B) */
  moveSelectedOutPoint(...args: FunctionArgs['ReplayMoveSelectedOutPoint']): Promise<CallReply>
  /** `ReplayPause` · channel: channel (one of Current, A, B) */
  pause(...args: FunctionArgs['ReplayPause']): Promise<CallReply>
  /** `ReplayPlay` · channel: channel (one of Current, A, B) */
  play(...args: FunctionArgs['ReplayPlay']): Promise<CallReply>
  /** `ReplayPlayAllEvents` · channel: channel (one of Current, A, B) */
  playAllEvents(...args: FunctionArgs['ReplayPlayAllEvents']): Promise<CallReply>
  /** `ReplayPlayAllEventsToOutput` · channel: channel (one of Current, A, B) */
  playAllEventsToOutput(...args: FunctionArgs['ReplayPlayAllEventsToOutput']): Promise<CallReply>
  /** `ReplayPlayBackward` · channel: channel (one of Current, A, B) */
  playBackward(...args: FunctionArgs['ReplayPlayBackward']): Promise<CallReply>
  /** `ReplayPlayEvent` · value: event (a whole number from 0 to 1000); channel: channel (one of Current, A, B) */
  playEvent(...args: FunctionArgs['ReplayPlayEvent']): Promise<CallReply>
  /** `ReplayPlayEventToOutput` · value: event (a whole number from 0 to 1000); channel: channel (one of Current, A, B) */
  playEventToOutput(...args: FunctionArgs['ReplayPlayEventToOutput']): Promise<CallReply>
  /** `ReplayPlayEventsByID` · value: ids (text); channel: channel (one of Current, A, B) */
  playEventsByID(...args: FunctionArgs['ReplayPlayEventsByID']): Promise<CallReply>
  /** `ReplayPlayEventsByIDToOutput` · value: ids (text); channel: channel (one of Current, A, B) */
  playEventsByIDToOutput(...args: FunctionArgs['ReplayPlayEventsByIDToOutput']): Promise<CallReply>
  /** `ReplayPlayForward` · channel: channel (one of Current, A, B) */
  playForward(...args: FunctionArgs['ReplayPlayForward']): Promise<CallReply>
  /** `ReplayPlayLastEvent` · channel: channel (one of Current, A, B) */
  playLastEvent(...args: FunctionArgs['ReplayPlayLastEvent']): Promise<CallReply>
  /** `ReplayPlayLastEventToOutput` · channel: channel (one of Current, A, B) */
  playLastEventToOutput(...args: FunctionArgs['ReplayPlayLastEventToOutput']): Promise<CallReply>
  /** `ReplayPlayNext` · channel: channel (one of Current, A, B) */
  playNext(...args: FunctionArgs['ReplayPlayNext']): Promise<CallReply>
  /** `ReplayPlayPause` · channel: channel (one of Current, A, B) */
  playPause(...args: FunctionArgs['ReplayPlayPause']): Promise<CallReply>
  /** `ReplayPlayPrevious` · channel: channel (one of Current, A, B) */
  playPrevious(...args: FunctionArgs['ReplayPlayPrevious']): Promise<CallReply>
  /** `ReplayPlaySelectedEvent` · channel: channel (one of Current, A, B) */
  playSelectedEvent(...args: FunctionArgs['ReplayPlaySelectedEvent']): Promise<CallReply>
  /** `ReplayPlaySelectedEventToOutput` · channel: channel (one of Current, A, B) */
  playSelectedEventToOutput(...args: FunctionArgs['ReplayPlaySelectedEventToOutput']): Promise<CallReply>
  /** `ReplayQuadModeOff` · vMix 29 and up */
  quadModeOff(...args: FunctionArgs['ReplayQuadModeOff']): Promise<CallReply>
  /** `ReplayQuadModeOn` · vMix 29 and up */
  quadModeOn(...args: FunctionArgs['ReplayQuadModeOn']): Promise<CallReply>
  /** `ReplayRecorded` */
  recorded(...args: FunctionArgs['ReplayRecorded']): Promise<CallReply>
  /** `ReplayScrollSelectedEvent` · value: count (a whole number from -10 to 10) · vMix 27 and up */
  scrollSelectedEvent(...args: FunctionArgs['ReplayScrollSelectedEvent']): Promise<CallReply>
  /** `ReplaySelectAllEvents` · vMix 24 and up */
  selectAllEvents(...args: FunctionArgs['ReplaySelectAllEvents']): Promise<CallReply>
  /** `ReplaySelectChannelA` · vMix 24 and up */
  selectChannelA(...args: FunctionArgs['ReplaySelectChannelA']): Promise<CallReply>
  /** `ReplaySelectChannelAB` · vMix 24 and up */
  selectChannelAB(...args: FunctionArgs['ReplaySelectChannelAB']): Promise<CallReply>
  /** `ReplaySelectChannelB` · vMix 24 and up */
  selectChannelB(...args: FunctionArgs['ReplaySelectChannelB']): Promise<CallReply>
  /** `ReplaySelectEvents1` · channel: channel (one of Current, A, B) */
  selectEvents1(...args: FunctionArgs['ReplaySelectEvents1']): Promise<CallReply>
  /** `ReplaySelectEvents2` · channel: channel (one of Current, A, B) */
  selectEvents2(...args: FunctionArgs['ReplaySelectEvents2']): Promise<CallReply>
  /** `ReplaySelectEvents3` · channel: channel (one of Current, A, B) */
  selectEvents3(...args: FunctionArgs['ReplaySelectEvents3']): Promise<CallReply>
  /** `ReplaySelectEvents4` · channel: channel (one of Current, A, B) */
  selectEvents4(...args: FunctionArgs['ReplaySelectEvents4']): Promise<CallReply>
  /** `ReplaySelectEvents5` · channel: channel (one of Current, A, B) */
  selectEvents5(...args: FunctionArgs['ReplaySelectEvents5']): Promise<CallReply>
  /** `ReplaySelectEvents6` · channel: channel (one of Current, A, B) */
  selectEvents6(...args: FunctionArgs['ReplaySelectEvents6']): Promise<CallReply>
  /** `ReplaySelectEvents7` · channel: channel (one of Current, A, B) */
  selectEvents7(...args: FunctionArgs['ReplaySelectEvents7']): Promise<CallReply>
  /** `ReplaySelectEvents8` · channel: channel (one of Current, A, B) */
  selectEvents8(...args: FunctionArgs['ReplaySelectEvents8']): Promise<CallReply>
  /** `ReplaySelectEvents9` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents9(...args: FunctionArgs['ReplaySelectEvents9']): Promise<CallReply>
  /** `ReplaySelectEvents10` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents10(...args: FunctionArgs['ReplaySelectEvents10']): Promise<CallReply>
  /** `ReplaySelectEvents11` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents11(...args: FunctionArgs['ReplaySelectEvents11']): Promise<CallReply>
  /** `ReplaySelectEvents12` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents12(...args: FunctionArgs['ReplaySelectEvents12']): Promise<CallReply>
  /** `ReplaySelectEvents13` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents13(...args: FunctionArgs['ReplaySelectEvents13']): Promise<CallReply>
  /** `ReplaySelectEvents14` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents14(...args: FunctionArgs['ReplaySelectEvents14']): Promise<CallReply>
  /** `ReplaySelectEvents15` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents15(...args: FunctionArgs['ReplaySelectEvents15']): Promise<CallReply>
  /** `ReplaySelectEvents16` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents16(...args: FunctionArgs['ReplaySelectEvents16']): Promise<CallReply>
  /** `ReplaySelectEvents17` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents17(...args: FunctionArgs['ReplaySelectEvents17']): Promise<CallReply>
  /** `ReplaySelectEvents18` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents18(...args: FunctionArgs['ReplaySelectEvents18']): Promise<CallReply>
  /** `ReplaySelectEvents19` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents19(...args: FunctionArgs['ReplaySelectEvents19']): Promise<CallReply>
  /** `ReplaySelectEvents20` · channel: channel (one of Current, A, B) · vMix 24 and up */
  selectEvents20(...args: FunctionArgs['ReplaySelectEvents20']): Promise<CallReply>
  /** `ReplaySelectFirstEvent` · channel: channel (one of Current, A, B) */
  selectFirstEvent(...args: FunctionArgs['ReplaySelectFirstEvent']): Promise<CallReply>
  /** `ReplaySelectLastEvent` · channel: channel (one of Current, A, B) */
  selectLastEvent(...args: FunctionArgs['ReplaySelectLastEvent']): Promise<CallReply>
  /** `ReplaySelectNextEvent` · channel: channel (one of Current, A, B) */
  selectNextEvent(...args: FunctionArgs['ReplaySelectNextEvent']): Promise<CallReply>
  /** `ReplaySelectPreviousEvent` · channel: channel (one of Current, A, B) */
  selectPreviousEvent(...args: FunctionArgs['ReplaySelectPreviousEvent']): Promise<CallReply>
  /** `ReplaySelectedEventCameraOff` · value: camera (a whole number from 1 to 4) */
  selectedEventCameraOff(...args: FunctionArgs['ReplaySelectedEventCameraOff']): Promise<CallReply>
  /** `ReplaySelectedEventCameraOn` · value: camera (a whole number from 1 to 4) */
  selectedEventCameraOn(...args: FunctionArgs['ReplaySelectedEventCameraOn']): Promise<CallReply>
  /** `ReplaySelectedEventSingleCameraOn` · value: camera (a whole number from 1 to 4) */
  selectedEventSingleCameraOn(...args: FunctionArgs['ReplaySelectedEventSingleCameraOn']): Promise<CallReply>
  /** `ReplaySetAudioSource` · value: source (text) · vMix 24 and up */
  setAudioSource(...args: FunctionArgs['ReplaySetAudioSource']): Promise<CallReply>
  /** `ReplaySetChannelAToBTimecode` · vMix 26 and up */
  setChannelAToBTimecode(...args: FunctionArgs['ReplaySetChannelAToBTimecode']): Promise<CallReply>
  /** `ReplaySetChannelAToBTimecodeAndCamera` · vMix 28 and up */
  setChannelAToBTimecodeAndCamera(...args: FunctionArgs['ReplaySetChannelAToBTimecodeAndCamera']): Promise<CallReply>
  /** `ReplaySetChannelBToATimecode` · vMix 26 and up */
  setChannelBToATimecode(...args: FunctionArgs['ReplaySetChannelBToATimecode']): Promise<CallReply>
  /** `ReplaySetChannelBToATimecodeAndCamera` · vMix 28 and up */
  setChannelBToATimecodeAndCamera(...args: FunctionArgs['ReplaySetChannelBToATimecodeAndCamera']): Promise<CallReply>
  /** `ReplaySetDirectionBackward` · channel: channel (one of Current, A, B) */
  setDirectionBackward(...args: FunctionArgs['ReplaySetDirectionBackward']): Promise<CallReply>
  /** `ReplaySetDirectionForward` · channel: channel (one of Current, A, B) */
  setDirectionForward(...args: FunctionArgs['ReplaySetDirectionForward']): Promise<CallReply>
  /** `ReplaySetLastEventText` · value: text */
  setLastEventText(...args: FunctionArgs['ReplaySetLastEventText']): Promise<CallReply>
  /** `ReplaySetLastEventTextCamera` · value: camera (a whole number from 1 to 4), text */
  setLastEventTextCamera(...args: FunctionArgs['ReplaySetLastEventTextCamera']): Promise<CallReply>
  /** `ReplaySetSelectedEventText` · value: text */
  setSelectedEventText(...args: FunctionArgs['ReplaySetSelectedEventText']): Promise<CallReply>
  /** `ReplaySetSelectedEventTextCamera` · value: camera (a whole number from 1 to 4), text */
  setSelectedEventTextCamera(...args: FunctionArgs['ReplaySetSelectedEventTextCamera']): Promise<CallReply>
  /** `ReplaySetSpeed` · value: speed (a number from 0 to 1); channel: channel (one of Current, A, B) */
  setSpeed(...args: FunctionArgs['ReplaySetSpeed']): Promise<CallReply>
  /** `ReplaySetTimecode` · value: timecode (text); channel: channel (one of Current, A, B) · vMix 26 and up */
  setTimecode(...args: FunctionArgs['ReplaySetTimecode']): Promise<CallReply>
  /** `ReplayShowHide` */
  showHide(...args: FunctionArgs['ReplayShowHide']): Promise<CallReply>
  /** `ReplayStartRecording` */
  startRecording(...args: FunctionArgs['ReplayStartRecording']): Promise<CallReply>
  /** `ReplayStartStopRecording` · vMix 24 and up */
  startStopRecording(...args: FunctionArgs['ReplayStartStopRecording']): Promise<CallReply>
  /** `ReplayStopEvents` · channel: channel (one of Current, A, B) */
  stopEvents(...args: FunctionArgs['ReplayStopEvents']): Promise<CallReply>
  /** `ReplayStopRecording` */
  stopRecording(...args: FunctionArgs['ReplayStopRecording']): Promise<CallReply>
  /** `ReplaySwapChannels` · vMix 25 and up */
  swapChannels(...args: FunctionArgs['ReplaySwapChannels']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera1` */
  toggleLastEventCamera1(...args: FunctionArgs['ReplayToggleLastEventCamera1']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera2` */
  toggleLastEventCamera2(...args: FunctionArgs['ReplayToggleLastEventCamera2']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera3` */
  toggleLastEventCamera3(...args: FunctionArgs['ReplayToggleLastEventCamera3']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera4` */
  toggleLastEventCamera4(...args: FunctionArgs['ReplayToggleLastEventCamera4']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera5` · vMix 24 and up */
  toggleLastEventCamera5(...args: FunctionArgs['ReplayToggleLastEventCamera5']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera6` · vMix 24 and up */
  toggleLastEventCamera6(...args: FunctionArgs['ReplayToggleLastEventCamera6']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera7` · vMix 24 and up */
  toggleLastEventCamera7(...args: FunctionArgs['ReplayToggleLastEventCamera7']): Promise<CallReply>
  /** `ReplayToggleLastEventCamera8` · vMix 24 and up */
  toggleLastEventCamera8(...args: FunctionArgs['ReplayToggleLastEventCamera8']): Promise<CallReply>
  /** `ReplayToggleQuadMode` · vMix 29 and up */
  toggleQuadMode(...args: FunctionArgs['ReplayToggleQuadMode']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera1` */
  toggleSelectedEventCamera1(...args: FunctionArgs['ReplayToggleSelectedEventCamera1']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera2` */
  toggleSelectedEventCamera2(...args: FunctionArgs['ReplayToggleSelectedEventCamera2']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera3` */
  toggleSelectedEventCamera3(...args: FunctionArgs['ReplayToggleSelectedEventCamera3']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera4` */
  toggleSelectedEventCamera4(...args: FunctionArgs['ReplayToggleSelectedEventCamera4']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera5` · vMix 24 and up */
  toggleSelectedEventCamera5(...args: FunctionArgs['ReplayToggleSelectedEventCamera5']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera6` · vMix 24 and up */
  toggleSelectedEventCamera6(...args: FunctionArgs['ReplayToggleSelectedEventCamera6']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera7` · vMix 24 and up */
  toggleSelectedEventCamera7(...args: FunctionArgs['ReplayToggleSelectedEventCamera7']): Promise<CallReply>
  /** `ReplayToggleSelectedEventCamera8` · vMix 24 and up */
  toggleSelectedEventCamera8(...args: FunctionArgs['ReplayToggleSelectedEventCamera8']): Promise<CallReply>
  /** `ReplayUpdateSelectedInPoint` · channel: channel (one of Current, A, B) */
  updateSelectedInPoint(...args: FunctionArgs['ReplayUpdateSelectedInPoint']): Promise<CallReply>
  /** `ReplayUpdateSelectedOutPoint` · channel: channel (one of Current, A, B) */
  updateSelectedOutPoint(...args: FunctionArgs['ReplayUpdateSelectedOutPoint']): Promise<CallReply>
  /** `ReplayUpdateSelectedSpeed` · channel: channel (one of Current, A, B) · vMix 24 and up */
  updateSelectedSpeed(...args: FunctionArgs['ReplayUpdateSelectedSpeed']): Promise<CallReply>
  /** `ReplayUpdateSelectedSpeedDefault` · channel: channel (one of Current, A, B) · vMix 24 and up */
  updateSelectedSpeedDefault(...args: FunctionArgs['ReplayUpdateSelectedSpeedDefault']): Promise<CallReply>
  /** `ReplayUpdateSelectedSpeedFromValue` · value: speed (a number from 0 to 1); channel: channel (one of Current, A, B) · vMix 28 and up */
  updateSelectedSpeedFromValue(...args: FunctionArgs['ReplayUpdateSelectedSpeedFromValue']): Promise<CallReply>
}

interface NDIFunctions {
  /** `NDICommand` · input: input (an input's number, title or key); value: command (text) */
  command(...args: FunctionArgs['NDICommand']): Promise<CallReply>
  /** `NDISelectSourceByIndex` · input: input (an input's number, title or key); value: index (a whole number from 0 to 100) */
  selectSourceByIndex(...args: FunctionArgs['NDISelectSourceByIndex']): Promise<CallReply>
  /** `NDISelectSourceByName` · input: input (an input's number, title or key); value: source (text) */
  selectSourceByName(...args: FunctionArgs['NDISelectSourceByName']): Promise<CallReply>
  /** `NDIStartRecording` · input: input (an input's number, title or key) */
  startRecording(...args: FunctionArgs['NDIStartRecording']): Promise<CallReply>
  /** `NDIStopRecording` · input: input (an input's number, title or key) */
  stopRecording(...args: FunctionArgs['NDIStopRecording']): Promise<CallReply>
}

interface OMTFunctions {
  /** `OMTPreviewOff`, parameters not known */
  previewOff(...args: FunctionArgs['OMTPreviewOff']): Promise<CallReply>
  /** `OMTPreviewOn`, parameters not known */
  previewOn(...args: FunctionArgs['OMTPreviewOn']): Promise<CallReply>
  /** `OMTSelectSourceByIndex` · input: input (an input's number, title or key); value: index (a whole number from 0 to 100) · vMix 29 and up */
  selectSourceByIndex(...args: FunctionArgs['OMTSelectSourceByIndex']): Promise<CallReply>
  /** `OMTSelectSourceByName` · input: input (an input's number, title or key); value: source (text) · vMix 29 and up */
  selectSourceByName(...args: FunctionArgs['OMTSelectSourceByName']): Promise<CallReply>
}

interface PTZFunctions {
  /** `PTZCreateVirtualInput` · input: input (an input's number, title or key) */
  createVirtualInput(...args: FunctionArgs['PTZCreateVirtualInput']): Promise<CallReply>
  /** `PTZFocusAuto` · input: input (an input's number, title or key) */
  focusAuto(...args: FunctionArgs['PTZFocusAuto']): Promise<CallReply>
  /** `PTZFocusFar` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  focusFar(...args: FunctionArgs['PTZFocusFar']): Promise<CallReply>
  /** `PTZFocusManual` · input: input (an input's number, title or key) */
  focusManual(...args: FunctionArgs['PTZFocusManual']): Promise<CallReply>
  /** `PTZFocusNear` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  focusNear(...args: FunctionArgs['PTZFocusNear']): Promise<CallReply>
  /** `PTZFocusStop` · input: input (an input's number, title or key) */
  focusStop(...args: FunctionArgs['PTZFocusStop']): Promise<CallReply>
  /** `PTZHome` · input: input (an input's number, title or key) */
  home(...args: FunctionArgs['PTZHome']): Promise<CallReply>
  /** `PTZMoveDown` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveDown(...args: FunctionArgs['PTZMoveDown']): Promise<CallReply>
  /** `PTZMoveDownLeft` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveDownLeft(...args: FunctionArgs['PTZMoveDownLeft']): Promise<CallReply>
  /** `PTZMoveDownRight` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveDownRight(...args: FunctionArgs['PTZMoveDownRight']): Promise<CallReply>
  /** `PTZMoveLeft` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveLeft(...args: FunctionArgs['PTZMoveLeft']): Promise<CallReply>
  /** `PTZMoveRight` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveRight(...args: FunctionArgs['PTZMoveRight']): Promise<CallReply>
  /** `PTZMoveStop` · input: input (an input's number, title or key) */
  moveStop(...args: FunctionArgs['PTZMoveStop']): Promise<CallReply>
  /** `PTZMoveToVirtualInputPosition` · input: input (an input's number, title or key) */
  moveToVirtualInputPosition(...args: FunctionArgs['PTZMoveToVirtualInputPosition']): Promise<CallReply>
  /** `PTZMoveToVirtualInputPositionByIndex` · input: input (an input's number, title or key); value: index (a whole number from 0 to 100) */
  moveToVirtualInputPositionByIndex(...args: FunctionArgs['PTZMoveToVirtualInputPositionByIndex']): Promise<CallReply>
  /** `PTZMoveUp` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveUp(...args: FunctionArgs['PTZMoveUp']): Promise<CallReply>
  /** `PTZMoveUpLeft` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveUpLeft(...args: FunctionArgs['PTZMoveUpLeft']): Promise<CallReply>
  /** `PTZMoveUpRight` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  moveUpRight(...args: FunctionArgs['PTZMoveUpRight']): Promise<CallReply>
  /** `PTZUpdateVirtualInput` · input: input (an input's number, title or key) */
  updateVirtualInput(...args: FunctionArgs['PTZUpdateVirtualInput']): Promise<CallReply>
  /** `PTZZoomIn` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  zoomIn(...args: FunctionArgs['PTZZoomIn']): Promise<CallReply>
  /** `PTZZoomOut` · input: input (an input's number, title or key); value: speed (a number from 0 to 1) */
  zoomOut(...args: FunctionArgs['PTZZoomOut']): Promise<CallReply>
  /** `PTZZoomStop` · input: input (an input's number, title or key) */
  zoomStop(...args: FunctionArgs['PTZZoomStop']): Promise<CallReply>
}

interface PresetFunctions {
  /** `LastPreset` */
  lastPreset(...args: FunctionArgs['LastPreset']): Promise<CallReply>
  /** `OpenPreset` · value: file (text) */
  openPreset(...args: FunctionArgs['OpenPreset']): Promise<CallReply>
  /** `SavePreset` · value: file (text) */
  savePreset(...args: FunctionArgs['SavePreset']): Promise<CallReply>
}

interface DataSourcesFunctions {
  /** `DataSourceAutoNextOff` · value: source (text), table (text), if any · vMix 23 and up */
  autoNextOff(...args: FunctionArgs['DataSourceAutoNextOff']): Promise<CallReply>
  /** `DataSourceAutoNextOn` · value: source (text), table (text), if any · vMix 23 and up */
  autoNextOn(...args: FunctionArgs['DataSourceAutoNextOn']): Promise<CallReply>
  /** `DataSourceAutoNextOnOff` · value: source (text), table (text), if any · vMix 23 and up */
  autoNextOnOff(...args: FunctionArgs['DataSourceAutoNextOnOff']): Promise<CallReply>
  /** `DataSourceNextRow` · value: source (text), table (text), if any */
  nextRow(...args: FunctionArgs['DataSourceNextRow']): Promise<CallReply>
  /** `DataSourcePause` · value: source (text), table (text), if any · vMix 24 and up */
  pause(...args: FunctionArgs['DataSourcePause']): Promise<CallReply>
  /** `DataSourcePlay` · value: source (text), table (text), if any · vMix 24 and up */
  play(...args: FunctionArgs['DataSourcePlay']): Promise<CallReply>
  /** `DataSourcePlayPause` · value: source (text), table (text), if any · vMix 24 and up */
  playPause(...args: FunctionArgs['DataSourcePlayPause']): Promise<CallReply>
  /** `DataSourcePreviousRow` · value: source (text), table (text), if any */
  previousRow(...args: FunctionArgs['DataSourcePreviousRow']): Promise<CallReply>
  /** `DataSourceSelectRow` · value: sourceTableRow (text) */
  selectRow(...args: FunctionArgs['DataSourceSelectRow']): Promise<CallReply>
}

interface BrowserFunctions {
  /** `BrowserBack` · input: input (an input's number, title or key) */
  back(...args: FunctionArgs['BrowserBack']): Promise<CallReply>
  /** `BrowserForward` · input: input (an input's number, title or key) */
  forward(...args: FunctionArgs['BrowserForward']): Promise<CallReply>
  /** `BrowserKeyboardDisabled` · input: input (an input's number, title or key) */
  keyboardDisabled(...args: FunctionArgs['BrowserKeyboardDisabled']): Promise<CallReply>
  /** `BrowserKeyboardEnabled` · input: input (an input's number, title or key) */
  keyboardEnabled(...args: FunctionArgs['BrowserKeyboardEnabled']): Promise<CallReply>
  /** `BrowserMouseDisabled` · input: input (an input's number, title or key) */
  mouseDisabled(...args: FunctionArgs['BrowserMouseDisabled']): Promise<CallReply>
  /** `BrowserMouseEnabled` · input: input (an input's number, title or key) */
  mouseEnabled(...args: FunctionArgs['BrowserMouseEnabled']): Promise<CallReply>
  /** `BrowserNavigate` · input: input (an input's number, title or key); value: url (text) */
  navigate(...args: FunctionArgs['BrowserNavigate']): Promise<CallReply>
  /** `BrowserReload` · input: input (an input's number, title or key) */
  reload(...args: FunctionArgs['BrowserReload']): Promise<CallReply>
}
